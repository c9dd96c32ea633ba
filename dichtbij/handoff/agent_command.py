"""`python -m dichtbij agent …`: accounts at the desk from the command line, for who runs the counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dichtbij.conversations.model import clean_text
from dichtbij.database import Database
from dichtbij.errors import DichtbijError
from dichtbij.handoff.accounts import ROLES, Account, AccountRefused, Accounts, Fault, Wanted, password_fault
from dichtbij.organisation import Balie

USAGE = (
    "agent add NAME USERNAME [--role ROLE] [--teams A,B] [--no-password] | agent list | "
    "agent disable USERNAME | agent enable USERNAME"
)
_FAULTS: dict[Fault, str] = {
    "name": "a name has 1 to 120 characters",
    "username": "a username has 1 to 64 characters and no spaces",
    "role": f"a role is one of {', '.join(ROLES)}",
    "team": "organisatie.yml has no such team",
    "password": "this password will not do",
    "unknown": "there is no such account",
}


async def run(arguments: Sequence[str], database: Database, balie: Balie, ask_password: Callable[[], str]) -> list[str]:
    """Carry out one command; gives the lines to show.

    Raises:
        DichtbijError: what is wrong, in one line.
    """
    accounts = Accounts(database, balie)
    match list(arguments):
        case ["list"]:
            return [_line(one) for one in await accounts.all()]
        case ["disable", username]:
            return [_line(await _changed(accounts, username, Wanted(active=False)))]
        case ["enable", username]:
            return [_line(await _changed(accounts, username, Wanted(active=True)))]
        case ["add", name, username, *options]:
            return [_line(await _add(accounts, name, username, _options(options), ask_password))]
        case [name, username] if name != "add":
            return [_line(await _add(accounts, name, username, {}, ask_password))]
    raise DichtbijError(USAGE)


async def _add(
    accounts: Accounts, name: str, username: str, options: dict[str, str], ask_password: Callable[[], str]
) -> Account:
    """Make an account, or give an existing one another name and password, and what the options say."""
    username = clean_text(username).lower()
    password = None
    if "--no-password" not in options:
        password = ask_password()
        fault = password_fault(password, username)
        if fault:
            raise DichtbijError(fault)
    teams = tuple(filter(None, options["--teams"].split(","))) if "--teams" in options else None
    wanted = Wanted(
        name=clean_text(name),
        username=username,
        role=options.get("--role"),  # type: ignore[arg-type] # checked with the rest
        teams=teams,
        active=True,
        password=password,
    )
    if await accounts.named(username) is not None:
        return await _changed(accounts, username, wanted)
    return _made(await accounts.add(wanted))


async def _changed(accounts: Accounts, username: str, wanted: Wanted) -> Account:
    account = await accounts.named(clean_text(username).lower())
    return _made(await accounts.change(account.agent.id, wanted) if account else AccountRefused("unknown"))


def _made(result: Account | AccountRefused) -> Account:
    if isinstance(result, AccountRefused):
        raise DichtbijError(_FAULTS.get(result.fault, result.fault))
    return result


def _options(given: Sequence[str]) -> dict[str, str]:
    found, rest = {}, list(given)
    while rest:
        option = rest.pop(0)
        if option == "--no-password":
            found[option] = ""
        elif option in ("--role", "--teams") and rest:
            found[option] = rest.pop(0)
        else:
            raise DichtbijError(USAGE)
    return found


def _line(account: Account) -> str:
    one = account.agent
    ways = [*(["password"] if account.has_password else []), *(["OpenID Connect"] if account.bound else [])]
    marks = [one.role, ",".join(one.teams) or "all teams", " and ".join(ways) or "not bound yet"]
    return f"{one.username}: {one.name} ({'; '.join(marks)}){'' if account.active else ' DISABLED'}"
