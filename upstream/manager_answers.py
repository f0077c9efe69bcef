"""Managers and their roles, read from the platform's answers while somebody waits."""

from __future__ import annotations

import msgspec

from domain.manager import ManagerDetails, Role
from domain.statuses import ManagerStatus
from upstream.answers import document, instant, promised, records, required, text
from upstream.fields import Text, word
from upstream.manager_fields import ManagerAttributes


class _Attributes(ManagerAttributes):
    created_at: Text = None


class _Manager(msgspec.Struct):
    id: Text
    attributes: _Attributes


class _RoleAttributes(msgspec.Struct):
    name: Text = None


class _Role(msgspec.Struct):
    id: Text
    attributes: _RoleAttributes


_MANAGERS = document(_Manager)
_ROLES = document(_Role)


@promised
def read_managers(body: bytes) -> list[ManagerDetails]:
    """Return the managers of an answer. Source: ManagerAttributes."""
    return [_manager(record) for record in records(_MANAGERS, body)]


@promised
def read_roles(body: bytes) -> list[Role]:
    """Return the roles of an answer. Source: ManagerRole."""
    return [
        Role(required(record.id), text(record.attributes.name)) for record in records(_ROLES, body)
    ]


def _manager(record: _Manager) -> ManagerDetails:
    sent, role = record.attributes, record.attributes.held_role
    return ManagerDetails(
        manager_id=required(record.id),
        name=text(sent.name),
        email=text(sent.email),
        phone=text(sent.phone),
        status=ManagerStatus.read(word(sent.status) or ""),
        role_id=None if role.id is None else text(role.id),
        role_name=text(role.name),
        created_at=instant(sent.created_at),
    )
