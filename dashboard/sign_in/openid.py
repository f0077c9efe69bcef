"""Sign-in by a company's own provider (OpenID Connect): there and back again.

A button on the sign-in page leads to the provider. It sends a person back with a code, which the
portal exchanges for what the provider vouches for; from then on all is as after a password. Codes
and tokens stand on no page of the portal and in no log: each answer here leads on elsewhere.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from dashboard.access import safe_address
from dashboard.context import PortalSettings, portal, request_snapshot
from dashboard.security import request_id
from dashboard.sign_in import openid_waiting
from dashboard.sign_in.admission import PER_ADDRESS, site_of
from dashboard.sign_in.entrance import Way, enter
from dashboard.sign_in.forms import CompanyForm, host_of
from dashboard.sign_in.openid_troubles import TOLD, Reason, reason_of
from dashboard.sign_in.openid_waiting import Waiting
from dashboard.sign_in.standing import may_be_in
from dashboard.sign_in.views import remember_domain
from dashboard.texts import gettext
from domain.errors import IdentityError, IdentityRefused
from domain.hosts import readable_host, ways_to_write
from domain.identity_provider import CALLBACK, Identity, callback_address, providers_of
from identity.provider import Provider
from store.attempts import begin_attempt, subject, take_back
from warehouse.managers import Manager, managers_to_sign_in

logger = logging.getLogger(__name__)

openid_pages = Blueprint("openid", __name__, template_folder="templates")

EXTENSION = "identity_providers"
CODE = re.compile(r"[0-9a-f]{8}")
ERROR = re.compile(r"[a-z_]{1,64}")
LONGEST_CODE = 4_096


@dataclass(frozen=True, slots=True)
class Offer:
    """What the sign-in page offers besides a password. Either address may be missing."""

    address: str | None
    text: str
    company_address: str | None


def install(server: Flask, settings: PortalSettings) -> None:
    providers = {domain: Provider(about) for domain, about in providers_of(settings).items()}
    server.extensions[EXTENSION] = providers
    server.register_blueprint(openid_pages)
    server.jinja_env.globals["company_sign_in"] = offer


def offer(domain: str | None, then: str | None) -> Offer | None:
    """Return what stands below the password; None where no provider is named."""
    known = _providers()
    if not known:
        return None
    domain = host_of(domain)
    key = _key(domain)
    found = known.get(key)
    name = found.about.name if found else ""
    is_asked = any(known) and not key
    return Offer(
        url_for("openid.begin", domain=domain or None, next=then or None) if found else None,
        gettext("Sign in with %(name)s", name=name)
        if name
        else gettext("Sign in with your company's account"),
        url_for("openid.ask_company", next=then or None) if is_asked else None,
    )


@openid_pages.get("/sign-in/company")
def ask_company() -> ResponseReturnValue:
    """Ask for the domain, and lead to the sign-in page as its people see it.

    By that page and not at once to the provider: a form's answer may not lead to another site.
    """
    if not _providers():
        abort(404)
    then = request.args.get("next")
    form = CompanyForm(request.args, meta={"csrf": False})
    if "domain" in request.args and form.validate():
        domain = form.domain.data
        if _key(domain) in _providers():
            return redirect(url_for("sign_in.sign_in", domain=domain, next=then or None), 303)
        form.domain.errors = [
            gettext("This company has no sign-in of its own here. Use your password.")
        ]
    return render_template("ask_company.html", form=form, then=then)


@openid_pages.get("/sign-in/oidc")
def begin() -> ResponseReturnValue:
    then = request.args.get("next")
    if current_user.is_authenticated:
        return redirect(safe_address(then), 303)
    domain = host_of(request.args.get("domain"))
    key = _key(domain)
    provider = _providers().get(key)
    if provider is None:
        abort(404)
    waiting = openid_waiting.begin(key, domain=domain, then=then)
    try:
        address = provider.address(waiting.secrets, redirect_uri=_back_to(key))
    except IdentityError as error:
        return _trouble(reason_of(error), waiting, because=error)
    response = redirect(address, 303)
    openid_waiting.keep(response, waiting)
    return response


@openid_pages.get(CALLBACK, defaults={"domain": ""})
@openid_pages.get(f"{CALLBACK}/<domain>")
def come_back(domain: str) -> ResponseReturnValue:
    provider = _providers().get(domain)
    waiting = openid_waiting.take(request.args.get("state", ""), domain)
    if provider is None or waiting is None:
        return _trouble(Reason.LATE, openid_waiting.waiting_here())
    response = _answer(provider, waiting)
    openid_waiting.forget(response)
    return response


@openid_pages.get("/sign-in/oidc/trouble")
def show_trouble() -> ResponseReturnValue:
    try:
        reason = Reason(request.args.get("why", ""))
    except ValueError:
        abort(404)
    told, code = TOLD[reason], request.args.get("code", "")
    page = render_template(
        "openid_trouble.html",
        told=told,
        code=code if told.is_coded and CODE.fullmatch(code) else None,
        domain=host_of(request.args.get("domain")) or None,
        then=request.args.get("next"),
        form=CompanyForm(meta={"csrf": False}) if reason is Reason.SEVERAL else None,
    )
    return page, told.status


def _answer(provider: Provider, waiting: Waiting) -> Response:
    here = portal()
    limit = replace(here.sign_in_limit, attempts=here.sign_in_limit.attempts * PER_ADDRESS)
    site = subject("openid address", site_of(request.remote_addr or ""))
    if not begin_attempt(here.store, site, limit=limit, now=here.clock()).is_allowed:
        return _trouble(Reason.LOCKED, waiting)
    try:
        found = _identify(provider, waiting)
    except IdentityError as error:
        return _trouble(reason_of(error), waiting, because=error)
    outcome = _manager(provider, found, waiting.domain)
    if isinstance(outcome, Reason):
        return _trouble(outcome, waiting)
    take_back(here.store, site, limit=limit)
    return _enter(outcome, found, waiting)


def _identify(provider: Provider, waiting: Waiting) -> Identity:
    provider.check_sender(request.args.get("iss"))
    if word := request.args.get("error"):
        # It goes into the log, and anybody can send one.
        raise IdentityRefused(word if ERROR.fullmatch(word) else "another error")
    code = request.args.get("code", "")
    if not 0 < len(code) <= LONGEST_CODE:
        raise IdentityRefused("no code")
    return provider.identify(
        code,
        waiting.secrets,
        redirect_uri=_back_to(waiting.provider),
        now=portal().clock(),
    )


def _manager(provider: Provider, found: Identity, domain: str) -> Manager | Reason:
    """Return the one active manager whose e-mail it is; a partner's provider knows only its own.

    The same e-mail may exist at two partners: then the domain that the sign-in began with decides.
    """
    if not (found.email and found.is_verified):
        return Reason.UNVERIFIED
    own, snapshot = provider.about.domain, request_snapshot()
    fitting = [
        one
        for one in managers_to_sign_in(snapshot, email=found.email)
        if own in ("", *ways_to_write(one.domain)) and may_be_in(portal(), snapshot, one)
    ]
    if len(fitting) > 1:
        fitting = [one for one in fitting if readable_host(one.domain) == domain]
        return fitting[0] if len(fitting) == 1 else Reason.SEVERAL
    return fitting[0] if fitting else Reason.UNKNOWN


def _enter(manager: Manager, found: Identity, waiting: Waiting) -> Response:
    """Let a manager in; where the provider asked for a second factor, the portal asks for none."""
    response = enter(manager, by=Way.OPENID, then=waiting.then, is_two_factor=found.is_two_factor)
    remember_domain(response, manager.domain)
    return response


def _trouble(
    reason: Reason, waiting: Waiting | None, *, because: IdentityError | None = None
) -> Response:
    """Lead to the page that says why: neither its address nor its history holds a code."""
    of = (waiting.provider or "everyone") if waiting else "nobody"
    log = logger.warning if TOLD[reason].is_coded else logger.info
    said = f"{reason}: {because}" if because else reason
    log("sign-in by the provider of %s: %s, code %s", of, said, request_id())
    address = url_for(
        "openid.show_trouble",
        why=reason,
        code=request_id() if TOLD[reason].is_coded else None,
        domain=(waiting.domain or None) if waiting else None,
        next=waiting.then if waiting and waiting.then != "/" else None,
    )
    return redirect(address, 303)


def _back_to(key: str) -> str:
    """Return where a provider sends people back to: PORTAL_URL, or wherever they are now."""
    return callback_address(portal().settings.portal_url or request.host_url, key)


def _key(domain: str) -> str:
    """Return what the provider of a domain goes by; that of everyone where it has none."""
    return next((way for way in ways_to_write(domain) if way in _providers()), "")


def _providers() -> Mapping[str, Provider]:
    return cast(Mapping[str, Provider], current_app.extensions[EXTENSION])
