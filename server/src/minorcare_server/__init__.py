"""The pages and the API of a minorcare registry, served by aiohttp."""
