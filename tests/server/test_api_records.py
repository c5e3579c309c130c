"""Records over HTTP are what they are at a desk."""
from minorcare.query import F, Query
from tests.server.conftest import HEAD

async def test_smoke(api, desk):
    r = await api(HEAD, "GET", "/records/minor?limit=3")
    print(r.status, r.headers, await r.text())
    d = await r.json()
    i = d["items"][0]["id"]
    r = await api(HEAD, "GET", f"/records/minor/{i}")
    print(r.status, r.headers, await r.text())
    for p in ("/records/nope", "/records/minor/nope", "/records/minor?x=1", "/worklist", "/journal?limit=2", "/changes?limit=2","/tallies/groups", f"/records/minor/{i}/history", "/nope"):
        r = await api(HEAD, "GET", p)
        print(p, r.status, (await r.text())[:600])
    r = await api(HEAD, "PATCH", f"/records/minor/{i}", json={"grade":"x"}, headers={"If-Match":'"1"'})
    print(r.status, await r.text())
    r = await api(HEAD, "PATCH", f"/records/minor/{i}", json={"grade":"y"}, headers={"If-Match":'"1"'})
    print(r.status, await r.text())
    for body in ({"kind":"minor","fields":["name","birth_date"],"format":"csv","purpose":"export"},{"kind":"minor","fields":["name","birth_date"],"format":"xlsx","purpose":"export"},{"kind":1}):
        r = await api(HEAD, "POST", "/exports", json=body); b=await r.read()
        print(r.status, r.headers, b[:200])
    r = await api.client.get("/healthz"); print(r.status, await r.text())
    r = await api.client.get("/openapi.json"); print(r.status, r.headers)
    r = await api.client.get("/emergency"); print(r.status, r.headers, (await r.text())[:100])
    r = await api.client.get("/static/app.css?v=1"); print(r.status, r.headers)
    assert 0
