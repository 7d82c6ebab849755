"""The addresses beside the Web API: response_url, uploads, downloads, OAuth page."""

import html
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.slack.access import users_of
from tests.fakes.slack.answers import answer_with
from tests.fakes.slack.api_files import can_see
from tests.fakes.slack.call import Call
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.journal import Traffic
from tests.fakes.slack.model import File, Json
from tests.fakes.slack.web_api import LOGIN_PAGE, dropped, suffer


class SideRoutes:
    """Serves what the app reaches without a method name."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def response_url(self, request: web.Request) -> web.StreamResponse:
        """Five uses in half an hour; 404 with the reason beyond."""
        try:
            body: Json = await request.json()
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        entry = self._core.journal.write(Traffic.ANSWER, "response_url", body)
        faults = self._core.faults.strike("response_url", body)
        if (answer := await suffer(request, entry, faults)) is not None:
            return answer
        try:
            url = self._core.world.use_response_url(request.match_info["key"])
        except SlackError as error:
            entry.status, entry.error = 404, error.name
            return web.json_response({"ok": False, "error": error.name}, status=404)
        entry.team_id = url.team_id
        try:
            answer_with(self._core, url, body)
        except SlackError as error:
            entry.status, entry.error = 400, error.name
            return web.json_response(
                {"ok": False, "error": error.name, **error.extra}, status=400
            )
        entry.status = 200
        if any(fault.drops_after for fault in faults):
            return dropped(request)
        return web.Response(text="ok")

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, raw or as a form."""
        entry = self._core.journal.write(
            Traffic.UPLOAD, "upload", {"file": request.query.get("file", "")}
        )
        faults = self._core.faults.strike("upload", entry.body)
        if (answer := await suffer(request, entry, faults)) is not None:
            return answer
        file = self._core.world.files.get(entry.body["file"])
        if file is None or file.is_completed:
            entry.status = 404
            return web.Response(status=404, text="not found")
        content = await _content(request)
        if len(content) != file.announced:
            entry.status = 400
            return web.Response(status=400, text="size does not match")
        file.content = content
        entry.status = 200
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A private file, or the login page with status 200 to all who may not."""
        place = request.match_info["place"]
        file = self._core.world.files.get(place.partition("-")[2])
        entry = self._core.journal.write(Traffic.DOWNLOAD, "download", {"file": place})
        faults = self._core.faults.strike("download", entry.body)
        if (answer := await suffer(request, entry, faults)) is not None:
            return answer
        entry.status = 200
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if file is None or not self._may_read(token, file):
            entry.error = "login page"
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        return web.Response(body=file.content, content_type=file.media_type)

    async def authorize(self, request: web.Request) -> web.StreamResponse:
        """Slack's page that asks whether to install; people use `Person.install`."""
        name = html.escape(self._core.registration.name)
        query = html.escape(urlencode(dict(request.query)))
        return web.Response(
            text=f"<h1>{name} asks for access</h1><a href='?{query}'>Allow</a>",
            content_type="text/html",
        )

    def _may_read(self, token: str, file: File) -> bool:
        grant = self._core.world.grants.get(token)
        if grant is None or grant.ended or "files:read" not in grant.scopes:
            return False
        if grant.expires_at and grant.expires_at <= self._core.timeline.now():
            return False
        call = Call("files.info", {})
        call.grant = grant
        return bool(users_of(self._core, grant)) and can_see(self._core, call, file)


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    form = await request.post()
    for field in form.values():
        if isinstance(field, web.FileField):
            return field.file.read()
    return b""
