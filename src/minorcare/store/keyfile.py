"""The key file: what stands in it, and how it is written and read without leaving it open to others."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any, Literal

import attrs
import orjson

from minorcare.errors import MinorcareError
from minorcare.label import Label
from minorcare.store.sealing import ALGORITHM, CIPHERS, KEY_BYTES, from_text, to_text

FORMAT = 1
Use = Literal["wrap", "blind", "cursor", "sign"]
ALGORITHMS: dict[Use, tuple[str, ...]] = {
    "wrap": tuple(CIPHERS),
    "blind": ("HS256",),
    "cursor": tuple(CIPHERS),
    "sign": ("ed25519",),
}
"""What each key is for, and the algorithms it may be used with; the first one for new keys."""


class KeysUnusable(MinorcareError):
    """The key file is missing, cannot be read, is open to others, or belongs to another database. Nothing was opened."""

    def __init__(self, path: Path, said: Label, remedy: Label) -> None:
        self.path, self.remedy = path, remedy
        text = Label("{path}：{said}；{remedy}", en="{path}: {said}; {remedy}")
        super().__init__(text.fill(path=path, said=said, remedy=remedy))


_FROM_BACKUP = Label(
    "请从密钥备份中恢复它；没有密钥，证件号和电话无法读出",
    en="restore it from the backup of the keys; without them ID numbers and phone numbers cannot be read",
)


@attrs.frozen(kw_only=True)
class Key:
    """One key: what it goes by, what it is used with, and its bytes, which are never printed."""

    id: str
    algorithm: str
    secret: bytes = attrs.field(repr=False)

    @property
    def prefix(self) -> str:
        """What stands in front of a text sealed with it."""
        return f"{self.algorithm}.{self.id}"

    @classmethod
    def fresh(cls, algorithm: str = ALGORITHM) -> Key:
        """A new random key."""
        return cls(id=os.urandom(4).hex(), algorithm=algorithm, secret=os.urandom(KEY_BYTES))


KeySet = dict[Use, tuple[Key, ...]]
"""The keys for each use, the current one last."""


def write(path: Path, keys: KeySet, *, demo: bool, replace: bool = False) -> None:
    """Write the key file, readable by its owner only and on disk before this returns.

    Raises:
        KeysUnusable: It is there already and *replace* was not asked for, or cannot be written.
    """
    content = orjson.dumps(_content(keys, demo=demo), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    target = path.with_name(path.name + ".new") if replace else path
    try:
        if replace:
            target.unlink(missing_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        if replace:
            target.replace(path)
        _sync_folder(path.parent)
    except FileExistsError:
        said = Label("密钥文件已经存在，不会覆盖", en="the key file exists already and is never written over")
        raise KeysUnusable(
            path, said, Label("请换一个数据库名称，或使用原有密钥", en="choose another database, or use these keys")
        ) from None
    except OSError as error:
        said = Label("密钥文件没能写入（{why}）", en="the key file cannot be written ({why})").fill(why=error.strerror)
        raise KeysUnusable(
            path, said, Label("请检查文件夹是否存在、可写", en="check that its folder is there and may be written to")
        ) from None


def _content(keys: KeySet, *, demo: bool) -> dict[str, object]:
    return {
        "minorcare_keys": FORMAT,
        "warning": "Keep a copy of this file in another place than the database. 请与数据库分开备份此文件，切勿外传。",
        "demo": demo,
        "keys": {
            use: [{"id": key.id, "algorithm": key.algorithm, "secret": to_text(key.secret)} for key in some]
            for use, some in keys.items()
        },
    }


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path) -> tuple[KeySet, bool]:
    """The keys in the file, and whether it is a demonstration's.

    Raises:
        KeysUnusable: It is missing, cannot be read, is open to others, or is no key file.
    """
    try:
        with path.open("rb") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                said = Label("密钥文件对其他用户开放", en="the key file is open to other users of this computer")
                raise KeysUnusable(
                    path, said, Label("请运行 chmod 600 {path}", en="run chmod 600 {path}").fill(path=path)
                )
            content = file.read()
    except FileNotFoundError:
        raise KeysUnusable(path, Label("没有找到密钥文件", en="the key file is missing"), _FROM_BACKUP) from None
    except OSError as error:
        said = Label("密钥文件无法读取（{why}）", en="the key file cannot be read ({why})").fill(why=error.strerror)
        raise KeysUnusable(path, said, Label("请检查文件权限", en="check who may read it")) from None
    try:
        return _keys(orjson.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError):
        # the reason may quote the file, which holds secrets
        said = Label("这不是本程序的密钥文件，或文件已损坏", en="this is no key file of this version, or it is damaged")
        raise KeysUnusable(path, said, _FROM_BACKUP) from None


def _keys(content: dict[str, Any]) -> tuple[KeySet, bool]:
    demo = content["demo"]
    if content["minorcare_keys"] != FORMAT or not isinstance(demo, bool):
        raise ValueError(FORMAT)
    return {use: tuple(_key(use, one) for one in _some(content["keys"][use])) for use in ALGORITHMS}, demo


def _some(keys: list[dict[str, str]]) -> list[dict[str, str]]:
    if not keys:
        raise ValueError("no key")
    return keys


def _key(use: Use, one: dict[str, str]) -> Key:
    key = Key(id=one["id"], algorithm=one["algorithm"], secret=from_text(one["secret"]))
    if key.algorithm not in ALGORITHMS[use] or len(key.secret) != KEY_BYTES or not key.id.isalnum():
        raise ValueError(use)
    return key
