"""What goes wrong, as ``application/problem+json`` (RFC 9457): a status, what happened, and every problem with its remedy."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Mapping
from typing import Any

import attrs
import orjson
from aiohttp import web

from minorcare.errors import Conflict, Invalid, Masked, MinorcareError, NotFound, Problem, Refused, Unavailable
from minorcare.label import Label

PROBLEM = "application/problem+json"
TYPE = "urn:minorcare:"
"""What the ``type`` of every problem begins with."""
log = logging.getLogger("minorcare.server")


class Malformed(Invalid):
    """The request cannot be read: no JSON, no version in If-Match, no UUID as replay key."""


class SignInNeeded(MinorcareError):
    """Nobody has signed in, or the session has ended."""

    def __init__(self) -> None:
        super().__init__(
            Label("请先登录；接口请带上令牌", en="sign in first; programs send a token: Authorization: Bearer …")
        )


class NoSuchPage(MinorcareError):
    """No such address."""

    def __init__(self) -> None:
        super().__init__(
            Label(
                "没有这个地址；接口的地址见 /openapi.json",
                en="there is nothing here; /openapi.json lists what there is",
            )
        )


class VersionNeeded(MinorcareError):
    """A change that does not say which version it starts from."""

    def __init__(self) -> None:
        super().__init__(
            Label(
                '请用 If-Match 写明所改的版本，例如 If-Match: "3"',
                en='say which version you change, as its ETag was: If-Match: "3"',
            )
        )


class TooLarge(MinorcareError):
    """The body is longer than is read."""

    def __init__(self, most: int) -> None:
        megabytes = most // 2**20
        super().__init__(
            Label(f"超过 {megabytes} MB；请分几次提交", en=f"the body is longer than {megabytes} MB; send it in parts")
        )


class TooSlow(MinorcareError):
    """The body does not come."""

    def __init__(self) -> None:
        super().__init__(Label("等了太久，内容没有传完；请再试", en="the body did not arrive in time; try again"))


class WrongType(MinorcareError):
    """The body is of a type that is not read here."""

    def __init__(self, wanted: str) -> None:
        super().__init__(Label(f"正文类型要是 {wanted}", en=f"send the body as {wanted}"))


class NotHere(MinorcareError):
    """The address is there; the method is not."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        self.allowed = allowed
        names = ", ".join(allowed)
        super().__init__(Label(f"这个地址只接受 {names}", en=f"this address takes {names}"))


class Foreign(MinorcareError):
    """A form that was sent from another site, or by a program without a token."""

    def __init__(self) -> None:
        super().__init__(
            Label(
                "请求不是从本站页面发出的；请回到本站再试",
                en="not sent from a page of this site; go back to it and try again",
            )
        )


class TooMany(MinorcareError):
    """Too many tries in a short time."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(Label(f"试的次数太多；请 {seconds} 秒后再试", en=f"too many tries; wait {seconds} seconds"))


class Stale(Conflict):
    """A conflict, with the record as it is now, if the caller may see it."""

    def __init__(self, said: Label, version: int, current: Mapping[str, Any]) -> None:
        self.version, self.current = version, current
        super().__init__(said)


@attrs.frozen(kw_only=True)
class Report:
    """One error, ready to be told: as JSON to a program, as a page to a person."""

    status: int
    name: str
    title: Label
    detail: Label
    problems: tuple[Problem, ...] = ()
    headers: Mapping[str, str] = attrs.field(factory=dict)
    more: Mapping[str, Any] = attrs.field(factory=dict)
    number: str = ""

    def response(self, lang: str) -> web.Response:
        """As a program is told."""
        told: dict[str, Any] = {"type": TYPE + self.name, "title": self.title.in_(lang), "status": self.status}
        told["detail"] = self.detail.in_(lang)
        if self.problems:
            told["problems"] = [written(problem, lang) for problem in self.problems]
        headers = {"Content-Language": lang, **self.headers}
        return web.Response(
            body=orjson.dumps(told | dict(self.more)), status=self.status, content_type=PROBLEM, headers=headers
        )


_KINDS: tuple[tuple[type[MinorcareError], int, str, Label], ...] = (
    (Malformed, 400, "malformed", Label("读不懂这个请求", en="The request cannot be read")),
    (Invalid, 422, "invalid", Label("没能保存，有地方要改", en="Something needs putting right")),
    (SignInNeeded, 401, "sign-in", Label("请先登录", en="Nobody is signed in")),
    (NotFound, 404, "not-found", Label("没有找到", en="Not found")),
    (NoSuchPage, 404, "not-found", Label("没有找到", en="Not found")),
    (NotHere, 405, "method", Label("不能这样访问", en="Not this method")),
    (TooSlow, 408, "too-slow", Label("没有传完", en="It did not arrive")),
    (Conflict, 409, "conflict", Label("没能保存：别人刚改过", en="Somebody else was first")),
    (TooLarge, 413, "too-large", Label("内容太大", en="Too large")),
    (WrongType, 415, "content-type", Label("正文类型不对", en="Wrong type of body")),
    (VersionNeeded, 428, "version", Label("没有写明版本", en="Which version?")),
    (TooMany, 429, "too-many", Label("请稍等一会儿再试", en="Please wait")),
    (Masked, 403, "masked", Label("有内容被遮盖", en="Some of it is masked")),
    (Foreign, 403, "foreign", Label("没有受理", en="Not taken")),
    (Refused, 403, "refused", Label("您的岗位不能这样做", en="Your role does not include this")),
    (Unavailable, 503, "unavailable", Label("系统正忙", en="Busy just now")),
)


def report_of(error: MinorcareError) -> Report:
    """What is told about *error*."""
    for cls, status, name, title in _KINDS:
        if isinstance(error, cls):
            return Report(
                status=status,
                name=name,
                title=title,
                detail=title if isinstance(error, Invalid) else error.said,
                problems=error.problems if isinstance(error, Invalid) else (),
                headers=_headers(error),
                more={"current": error.current} if isinstance(error, Stale) else {},
            )
    return fault(error)


def fault(error: BaseException) -> Report:
    """What is told about an error of our own: a number, under which the log has the place. The log holds no message: it may quote."""
    number = secrets.token_hex(4)
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("failure %s: %s\n%s", number, type(error).__name__, places)
    return Report(
        status=500,
        name="failure",
        title=Label("没能完成", en="That did not work"),
        detail=Label(
            f"系统出了问题，已记录（编号 {number}）；请把编号告诉管理员",
            en=f"something went wrong on our side; tell the administrator its number, {number}",
        ),
        number=number,
    )


def written(problem: Problem, lang: str) -> dict[str, str]:
    """A problem as JSON."""
    said, remedy = problem.said.in_(lang), problem.remedy.in_(lang)
    return {"at": problem.at, "said": said, "remedy": remedy, "code": problem.code}


def _headers(error: MinorcareError) -> dict[str, str]:
    match error:
        case SignInNeeded():
            return {"WWW-Authenticate": 'Bearer realm="minorcare"'}
        case NotHere():
            return {"Allow": ", ".join(error.allowed)}
        case Stale():
            return {"ETag": f'"{error.version}"'}
        case TooMany():
            return {"Retry-After": str(error.seconds)}
        case TooSlow():
            return {"Connection": "close"}
        case Unavailable():
            return {"Retry-After": "1"}
        case _:
            return {}
