"""What can happen in the town: posting, liking, following and so on, by a request or by the script.

Every act changes `State`, tells the accounts concerned and calls `tell` with what the streams should carry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from client.demo import content
from client.demo.state import Notification, Own, Person, State, Status, Version

Kind = Literal["update", "edit", "delete", "notification"]


@dataclass(frozen=True, slots=True)
class Happened:
    """Something for the streams. `who` is the account a notification is for."""

    kind: Kind
    status: Status | None = None
    notification: Notification | None = None
    who: str = ""


class Acts:
    """Does things in the town at a given time. `tell` hears of each."""

    def __init__(self, state: State, tell: Callable[[Happened], None] = lambda happened: None) -> None:
        self.state = state
        self.tell = tell

    def free_id(self, at: int) -> int:
        """A snowflake that tells the time (ms << 16) and is not taken."""
        number = at << 16
        while number in self.state.statuses:
            number += 1
        return number

    def publish(self, status: Status) -> Status:
        """Puts a post (or a repost, with `repost_of`) into the town; its mentions and tags are read from its text."""
        state = self.state
        if not status.id:
            status.id = self.free_id(status.at)
        if not status.mentions:
            status.mentions = tuple(key for key in content.mentions(status.text, state.find) if key != status.by)
        status.tags = content.tags(status.text)
        state.statuses[status.id] = status
        if state.order and status.id < state.order[-1]:
            state.order.append(status.id)
            state.order.sort()
        else:
            state.order.append(status.id)
        state.posted.setdefault(status.by, []).append(status.id)
        if status.poll is not None:
            state.polls.append(status.id)
        if status.repost_of:
            state.reposts.setdefault(status.repost_of, []).append(status.id)
        if status.reply_to:
            state.replies.setdefault(status.reply_to, []).append(status.id)
        if status.visibility == "direct":
            for own in state.own.values():
                own.gone_threads.discard(state.root(status))
        self.tell(Happened("update", status))
        self._notify_about(status)
        return status

    def _notify_about(self, status: Status) -> None:
        """Tells those who are mentioned, quoted or reposted."""
        if status.repost_of:
            original = self.state.statuses[status.repost_of]
            self.notify(original.by, "reblog", status.by, status.at, original.id)
            return
        for key in status.mentions:
            self.notify(key, "mention", status.by, status.at, status.id)
        quoted = self.state.statuses.get(status.quote_of)
        if quoted is not None and quoted.by not in status.mentions:
            self.notify(quoted.by, "quote", status.by, status.at, status.id)

    def notify(self, who: str, kind: str, by: str, at: int, status: int = 0) -> None:
        """Tells an account of the town something; others and oneself are not told (a poll's end excepted)."""
        own = self.state.own.get(who)
        if own is None or (who == by and kind != "poll") or by in own.muted | own.blocked:
            return
        post = self.state.statuses.get(status)
        if post is not None and self.state.root(post) in own.quiet_threads:
            return
        number = max(at, own.notifications[-1].id + 1 if own.notifications else 0)
        group = (
            f"{kind}-{status or who}-{at // 43_200_000}" if kind in ("favourite", "reblog", "follow") else f"ungrouped-{number}"
        )
        one = Notification(number, kind, at, by, status, group)
        own.notifications.append(one)
        self.tell(Happened("notification", None, one, who))

    def like(self, who: str, status: Status, at: int) -> None:
        """Likes a post, once."""
        likers = self.state.likers.setdefault(status.id, [])
        if who in likers:
            return
        likers.append(who)
        own = self.state.own.get(who)
        if own is not None:
            own.liked[status.id] = self.state.next_serial()
        self.notify(status.by, "favourite", who, at, status.id)

    def unlike(self, who: str, status: Status) -> None:
        """Takes a like back; the notification goes with it."""
        likers = self.state.likers.get(status.id, [])
        if who in likers:
            likers.remove(who)
        self.state.own.get(who, Own()).liked.pop(status.id, None)
        self._unnotify(status.by, lambda one: one.kind == "favourite" and one.by == who and one.status == status.id)

    def _unnotify(self, who: str, gone: Callable[[Notification], bool]) -> None:
        own = self.state.own.get(who)
        if own is not None:
            own.notifications = [one for one in own.notifications if not gone(one)]

    def repost(self, who: str, status: Status, at: int, visibility: str = "public") -> Status:
        """Reposts a post, once; gives the repost."""
        for one in self.state.reposts_of(status.id):
            if one.by == who:
                return one
        return self.publish(Status(0, who, at, repost_of=status.id, visibility=visibility, language=status.language))

    def unrepost(self, who: str, status: Status) -> None:
        """Takes a repost back."""
        for one in self.state.reposts_of(status.id):
            if one.by == who:
                self.delete(one)

    def edit(self, status: Status, at: int, text: str, warning: str | None = None, sensitive: bool | None = None) -> None:
        """Changes a post; its former text goes into the history. Those who reposted it are told."""
        status.history.append(Version(status.text, status.warning, status.sensitive, status.edited_at or status.at))
        status.text = text
        status.html = ""
        status.warning = status.warning if warning is None else warning
        status.sensitive = status.sensitive if sensitive is None else sensitive
        status.edited_at = at
        status.tags = content.tags(text)
        before = set(status.mentions)
        status.mentions = tuple(key for key in content.mentions(text, self.state.find) if key != status.by)
        self.tell(Happened("edit", status))
        for key in status.mentions:
            if key not in before:
                self.notify(key, "mention", status.by, at, status.id)
        for repost in self.state.reposts_of(status.id):
            self.notify(repost.by, "update", status.by, at, status.id)

    def delete(self, status: Status) -> None:
        """Takes a post away, with its reposts, likes, bookmarks and notifications."""
        state = self.state
        for repost in state.reposts_of(status.id):
            self.delete(repost)
        if status.id not in state.statuses:
            return
        for index, parent in ((state.reposts, status.repost_of), (state.replies, status.reply_to)):
            if status.id in index.get(parent, ()):
                index[parent].remove(status.id)
        self.tell(Happened("delete", status))
        del state.statuses[status.id]
        state.order.remove(status.id)
        state.posted[status.by].remove(status.id)
        state.likers.pop(status.id, None)
        for own in state.own.values():
            for marks in (own.liked, own.bookmarked, own.pinned):
                marks.pop(status.id, None)
            own.notifications = [one for one in own.notifications if one.status != status.id]
        if status.repost_of in state.statuses:
            by = status.by
            original = state.statuses[status.repost_of]
            self._unnotify(original.by, lambda one: one.kind == "reblog" and one.by == by and one.status == original.id)

    def follow(self, who: str, person: Person, at: int) -> None:
        """Follows a person. `who` may be someone outside the accounts of the town: then only the other is told."""
        own = self.state.own.get(who)
        if own is not None:
            if person.key in own.follows:
                return
            own.follows.add(person.key)
        person.followers += 1
        self.notify(person.key, "follow", who, at)

    def unfollow(self, who: str, person: Person) -> None:
        """Stops following."""
        own = self.state.own[who]
        if person.key in own.follows:
            own.follows.discard(person.key)
            person.followers -= 1

    def vote(self, who: str, status: Status, choices: tuple[int, ...]) -> None:
        """Adds votes to a post's poll. An account of the town votes once; the caller has checked the choices."""
        poll = status.poll
        if poll is None:
            return
        for choice in choices:
            poll.votes[choice] += 1
        poll.voters += 1
        if who in self.state.own:
            poll.mine[who] = choices

    def close_polls(self, now: int) -> None:
        """Tells authors and voters of the polls that have ended."""
        for number in list(self.state.polls):
            status = self.state.statuses.get(number)
            if status is None or status.poll is None:
                self.state.polls.remove(number)
            elif status.poll.closes_at <= now:
                self.state.polls.remove(number)
                for who in sorted({status.by, *status.poll.mine}):
                    self.notify(who, "poll", status.by, status.poll.closes_at, status.id)
