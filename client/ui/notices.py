"""Every failure of the world in plain sentences: what happened, what Belfry does, what the reader can do.

The only home of such sentences. Sentences name servers in plain text; whoever shows them uses a `PlainLabel`.
"""

from dataclasses import dataclass

from client import errors
from client.model.account import Account
from client.model.health import FetchState, Health
from client.model.instant import Instant
from client.ui import notices_decks, times
from client.ui.words import tr


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice bar says. `tint` is `wait`, `stale` or `error`; `act` is `retry`, `sign_in`, `why` or "" (no link)."""

    tint: str
    icon: str
    head: str
    text: str
    link: str = ""
    act: str = ""


def sentence(problem: BaseException, *, now: Instant | None = None) -> str:
    """Says one failure. `now` lets waiting be said by the clock."""
    for kind, say in _SAY:
        if isinstance(problem, kind):
            text = say(problem, now)
            return text[:1].upper() + text[1:] if not problem.host else text  # "the server" may come first
    return tr("This did not work. Belfry has written down why.")


def _host(problem: errors.WorldError) -> str:
    return problem.host or tr("the server")


def _until(until: int, now: Instant | None) -> str:
    if not until:
        return tr("Belfry tries again later.")
    moment = Instant(until)
    return tr("Belfry tries again at {time}.", time=times.moment(moment, now or moment))


def _server_words(problem: errors.WorldError) -> str:
    return tr(" The server says: “{words}”", words=problem.detail) if problem.detail else ""


def _not_found(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("There is no server with the name {host}. Check the name, or your network.", host=_host(problem))


def _no_network(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("This PC has no network.")


def _refused(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("{host} does not answer. Belfry keeps trying.", host=_host(problem))


def _lost(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("The connection to {host} broke. Belfry tries again.", host=_host(problem))


def _timeout(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("{host} took too long to answer. Belfry tries again.", host=_host(problem))


def _unreachable(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("{host} cannot be reached. Belfry keeps trying.", host=_host(problem))


def _untrusted(problem: errors.WorldError, now: Instant | None) -> str:
    assert isinstance(problem, errors.Untrusted)
    host = _host(problem)
    if problem.reason == "host":
        text = tr("The certificate of {host} belongs to another name.", host=host)
    elif problem.reason == "date":
        text = tr("The certificate of {host} is not valid today. Check the date of this PC.", host=host)
        if now is not None:
            text += " " + tr("It says {time}.", time=times.full(now))
    elif problem.issuer:
        text = tr(
            "This PC does not trust the certificate of {host}. It was signed by {issuer}.", host=host, issuer=problem.issuer
        )
    else:
        text = tr("This PC does not trust the certificate of {host}.", host=host)
    return text + " " + tr("Belfry has sent nothing. Ask your IT department.")


def _proxy_login(problem: errors.WorldError, now: Instant | None) -> str:
    if problem.host:
        text = tr("The office proxy {host} asks for a name and password.", host=problem.host)
    else:
        text = tr("The office proxy asks for a name and password.")
    return text + " " + tr("Ask your IT department to let Belfry through.")


def _proxy(problem: errors.WorldError, now: Instant | None) -> str:
    if problem.host:
        text = tr("The office proxy {host} does not let Belfry through to the server.", host=problem.host)
    else:
        text = tr("The office proxy does not let Belfry through to the server.")
    return text + " " + tr("Ask your IT department to let Belfry through.")


def _captive(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("This network shows a sign-in page of its own first. Open a browser, sign in to the network, then try again.")


def _unsafe(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("The server sent Belfry to an address that is not safe: {host}. Belfry did not go there.", host=_host(problem))


def _too_large(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("{host} sent far more than was asked for. Belfry stopped reading.", host=_host(problem))


def _bad_answer(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("{host} gave an answer that Belfry cannot read. Belfry tries again later.", host=_host(problem))


def _invalid(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("{host} does not accept this.", host=_host(problem)) + _server_words(problem)


def _signed_out(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("You are signed out at {host}. Your posts stay here. Sign in again to go on.", host=_host(problem))


def _forbidden(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("This account may not see or do this at {host}.", host=_host(problem)) + _server_words(problem)


def _gone(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("This is no longer there, or this account may not see it.")


def _limited(problem: errors.WorldError, now: Instant | None) -> str:
    assert isinstance(problem, errors.RateLimited)
    return tr("{host} asks to wait: too many questions.", host=_host(problem)) + " " + _until(problem.until, now)


def _failed(problem: errors.WorldError, now: Instant | None) -> str:
    assert isinstance(problem, errors.ServerFailed)
    return tr("{host} has a fault of its own.", host=_host(problem)) + " " + _until(problem.until, now)


def _said_no(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("{host} said no.", host=_host(problem)) + _server_words(problem)


def _unsupported(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("{host} does not offer this.", host=_host(problem))


def _sign_in(problem: errors.WorldError, now: Instant | None) -> str:
    assert isinstance(problem, errors.SignInFailed)
    match problem.reason:
        case "denied":
            return tr("You or the server said no to Belfry. Nothing has changed. You can try again.")
        case "state":
            return tr("The answer did not belong to this sign-in. Belfry stopped. Start again.")
        case "expired":
            return tr("The time for signing in is over. Start again.")
        case "code":
            return tr("The server does not take this code. Copy the whole code and try again.")
        case "cancelled":
            return tr("Signing in was stopped.")
        case _:
            return tr("The server ended the sign-in.") + _server_words(problem)


def _keyring(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("This PC has no safe place for keys. You stay signed in until you close Belfry.")


def _in_use(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("Another Belfry works in this folder. Close that one first, or give this one a folder of its own.")


def _too_new(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("These files were made by a newer Belfry. This one leaves them alone. Start the newer one.")


def _damaged(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("A file of Belfry cannot be read. Belfry has put it aside and goes on with a good copy.")


def _full(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("The disk is full. Belfry can read on but keeps nothing new. Make room on the disk.")


def _store(problem: errors.WorldError, now: Instant | None) -> str:
    return tr("Belfry could not write to the disk. Check that its folder can be written to.")


_SAY = (
    (errors.HostNotFound, _not_found),
    (errors.NetworkDown, _no_network),
    (errors.ConnectionRefused, _refused),
    (errors.ConnectionLost, _lost),
    (errors.TimedOut, _timeout),
    (errors.Unreachable, _unreachable),
    (errors.Untrusted, _untrusted),
    (errors.ProxyLogin, _proxy_login),
    (errors.ProxyFailed, _proxy),
    (errors.CaptivePortal, _captive),
    (errors.UnsafeAddress, _unsafe),
    (errors.TooLarge, _too_large),
    (errors.BadAnswer, _bad_answer),
    (errors.Invalid, _invalid),
    (errors.SignedOut, _signed_out),
    (errors.Forbidden, _forbidden),
    (errors.Gone, _gone),
    (errors.RateLimited, _limited),
    (errors.ServerFailed, _failed),
    (errors.ServerSaidNo, _said_no),
    (errors.Unsupported, _unsupported),
    (errors.SignInFailed, _sign_in),
    (errors.NoKeyring, _keyring),
    (errors.StoreInUse, _in_use),
    (errors.BadDeckFile, notices_decks.sentence),
    (errors.StoreTooNew, _too_new),
    (errors.StoreDamaged, _damaged),
    (errors.DiskFull, _full),
    (errors.StoreFailed, _store),
)


def someone_else(came: str, wanted: str) -> str:
    """Says that signing in again ended with another person than the account's."""
    text = tr("You signed in as @{came}, not as @{wanted}. Nothing was changed.", came=came, wanted=wanted)
    return text + " " + tr("Sign out of @{came} in the browser first, then try again.", came=came)


def at_sign_in(problem: errors.WorldError, *, now: Instant) -> str:
    """Says a failure while a server is looked at or signed in to: there is no account yet, and nothing is tried again."""
    host = _host(problem)
    later = tr("Try again later.")
    match problem:
        case errors.Unsupported() | errors.Gone():
            text = tr("{host} is not a Mastodon server, as far as Belfry can see. Check the name.", host=host)
        case errors.CaptivePortal():
            text = tr("A web page came instead of an answer from {host}.", host=host) + " "
            text += tr(
                "Either it is not a Mastodon server, or this network has a sign-in page of its own. A browser shows which."
            )
        case errors.BadAnswer():
            text = tr("{host} gave an answer that Belfry cannot read. It may not be a Mastodon server.", host=host)
        case errors.SignedOut() | errors.Forbidden():
            text = tr("{host} does not let Belfry in.", host=host) + _server_words(problem)
        case errors.TimedOut():
            text = tr("{host} took too long to answer.", host=host) + " " + later
        case errors.Unreachable() if not isinstance(problem, errors.HostNotFound | errors.NetworkDown):
            text = tr("{host} does not answer. Check the name, or try again later.", host=host)
        case errors.RateLimited(until=until) | errors.ServerFailed(until=until):
            busy = isinstance(problem, errors.RateLimited)
            text = (
                tr("{host} asks to wait: too many questions.", host=host)
                if busy
                else tr("{host} has a fault of its own.", host=host)
            )
            text += " " + (tr("Try again at {time}.", time=times.moment(Instant(until), now)) if until else later)
        case _:
            return sentence(problem, now=now)
    return text[:1].upper() + text[1:] if not problem.host else text


def column(health: Health, account: Account | None, now: Instant) -> Notice | None:
    """Makes the bar under a column's header for a state that someone should act on; None for the calm ones."""
    match health.state:
        case FetchState.SIGNED_OUT:
            name = account.name if account else tr("This account")
            return Notice(
                "error",
                "sign-out-bold",
                tr("{name} is signed out.", name=name),
                _seen(health, now),
                tr("Sign in again"),
                "sign_in",
            )
        case FetchState.REFUSED:
            text = sentence(health.problem, now=now) if health.problem else tr("The server does not allow this.")
            return Notice("error", "x-circle-fill", tr("Not allowed."), text, tr("Try again"), "retry")
        case FetchState.OFFLINE:
            return Notice("stale", "wifi-slash", tr("No network."), _seen(health, now), tr("Try now"), "retry")
        case FetchState.STALE:
            text = sentence(health.problem, now=now) if health.problem else _seen(health, now)
            return Notice("stale", "warning-fill", "", text, tr("Try now"), "retry")
        case _:
            return None


def _seen(health: Health, now: Instant) -> str:
    if health.seen is None:
        return tr("Nothing has come in yet.")
    return tr("You see posts until {time}.", time=times.moment(health.seen, now))


def empty(health: Health, has_problem: bool = False) -> tuple[str, str]:
    """Says why a column is empty: a head and a sentence."""
    match health.state:
        case FetchState.REFRESHING:
            return tr("Asking the server…"), tr("The first posts are on their way.")
        case FetchState.SIGNED_OUT:
            return tr("Signed out"), tr("Sign in again to see posts here.")
        case FetchState.OFFLINE | FetchState.STALE:
            return tr("No answer yet"), tr("Belfry keeps trying and fills this column when the server answers.")
        case FetchState.REFUSED:
            return tr("Not allowed"), tr("The server does not show this to your account.")
        case FetchState.WAITING:
            return tr("Waiting"), tr("The server asks to wait. Belfry fills this column after that.")
        case FetchState.PAUSED:
            return tr("Paused"), tr("This column does not ask for posts now.")
        case _:
            return tr("No posts yet"), tr("The server has nothing here. New posts show up by themselves.")


def link_refused(url: str) -> str:
    """Says why an address was not opened."""
    return tr("Belfry did not open this address. It opens web addresses only.")
