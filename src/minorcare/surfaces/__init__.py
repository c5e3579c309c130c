"""Readers of kinds for people and machines: conversion, OpenAPI, forms, layouts, documents. Import each by its module."""
