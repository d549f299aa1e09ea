"""Clients for every kind of address that REDIS_URL may hold."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from redis import ConnectionPool, Redis
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import RedisClusterException, RedisError
from redis.sentinel import Sentinel


def by_address(url: str, options: dict[str, Any], connections: int) -> Redis:
    """A client for `redis://`, `rediss://`, `unix://`, `redis+sentinel://[user:password@]host:port,…/MASTER` or
    `redis+cluster://[user:password@]host:port,…`; `?tls=1` for TLS in the last two. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme == "redis+cluster":
        return _cluster(_hosts(parts.netloc), options | _login(url))
    if parts.scheme == "redis+sentinel":
        return _sentinel(_hosts(parts.netloc), parts.path.strip("/"), options | _login(url))
    pool = ConnectionPool.from_url(url, max_connections=connections, **options)
    return Redis(connection_pool=pool)


def _hosts(netloc: str) -> list[tuple[str, int]]:
    pairs = [host.rpartition(":") for host in netloc.rpartition("@")[2].split(",")]
    return [(name, int(port)) for name, _, port in pairs]


def _login(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    found: dict[str, Any] = {"username": user or None, "password": password or None}
    return found | ({"ssl": True} if parse_qs(parts.query).get("tls") == ["1"] else {})


def _cluster(nodes: list[tuple[str, int]], options: dict[str, Any]) -> Redis:
    starts = [ClusterNode(host, port) for host, port in nodes]  # type: ignore[no-untyped-call]
    try:
        # a cluster client has the same commands; all our multi-key commands stay within one {tag}
        return cast("Redis", RedisCluster(startup_nodes=starts, **options))
    except (RedisError, RedisClusterException) as trouble:
        raise ValueError(f"no node of the cluster answers ({type(trouble).__name__})") from None


def _sentinel(nodes: list[tuple[str, int]], master: str, options: dict[str, Any]) -> Redis:
    if not master:
        raise ValueError("the master's name is missing: redis+sentinel://host:26379/NAME")
    quick = {"socket_timeout": options["socket_connect_timeout"]}
    sentinel = Sentinel(nodes, sentinel_kwargs=quick)  # type: ignore[no-untyped-call]
    return cast("Redis", sentinel.master_for(master, **options))  # type: ignore[no-untyped-call]
