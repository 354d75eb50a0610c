/**
 * The fetcher of a split cloud-init document: Python 3.9 or newer, which cloud-init itself needs. Arguments:
 * settings, where the part is kept, console, longest pause in seconds. It tries for ever; what has another
 * SHA-256 is never looked at. The part is on disk before anything is done with it, so that a one-time token is
 * needed once, also when the power goes away. The token goes to the store alone, not where it redirects to.
 */
export const partFetcher = String.raw`#!/usr/bin/python3
"""Fetches the second part of this node's boot document, checks its SHA-256, puts it in place; tries for ever."""
import base64, grp, hashlib, http.client, json, os, pwd, ssl, subprocess, sys, time, urllib.request

settings_path, kept, console, longest = sys.argv[1:]
with open(settings_path) as file:
    settings = json.load(file)
started = time.monotonic()
shown = None


def say(state, detail=""):
    global shown
    detail = "".join(c if " " <= c <= "~" and c not in '"\\' else "'" for c in detail)[:160]
    seconds = int(time.monotonic() - started)
    line = f'clusterseed: node={settings["node"]} step=part state={state} seconds={seconds} detail="{detail}"'
    print(line, flush=True)
    if shown != (state, detail):
        shown = (state, detail)
        try:
            with open(console, "w") as screen:
                screen.write(line + "\n")
        except OSError:
            pass


class Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, request, answer, code, reason, headers, url):
        if settings["url"].startswith("https:") and not url.startswith("https:"):
            raise OSError("the store redirects to a place without TLS")
        return super().redirect_request(request, answer, code, reason, headers, url)


def fetch():
    context = ssl.create_default_context(cafile=settings.get("ca"))
    secure = urllib.request.HTTPSHandler(context=context)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), secure, Redirects)
    request = urllib.request.Request(settings["url"])
    for name, value in settings["headers"].items():
        request.add_unredirected_header(name, value)
    with opener.open(request, timeout=60) as answer:
        return answer.read(settings["size"] + 1)


def is_whole(data):
    return hashlib.sha256(data).hexdigest() == settings["sha256"]


def write(path, data, mode, uid=0, gid=0):
    path = os.path.realpath(path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    new = os.path.join(os.path.dirname(path), ".clusterseed-part")
    if os.path.lexists(new):
        os.unlink(new)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        os.fchown(file.fileno(), uid, gid)
        os.fchmod(file.fileno(), mode)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)


def obtain():
    if os.path.exists(kept):
        with open(kept, "rb") as file:
            data = file.read()
        if is_whole(data):
            return data
    pause = 1
    while True:
        try:
            data = fetch()
            if is_whole(data):
                break
            problem = "the SHA-256 differs"
        except (OSError, ValueError, http.client.HTTPException) as error:
            problem = str(error) or type(error).__name__
        say("failed", f"{problem}; trying for as long as it takes")
        time.sleep(pause)
        pause = min(pause * 2, int(longest))
    write(kept, data, 0o600)
    return data


def place(item):
    data = base64.b64decode(item["base64"]) if "base64" in item else item["text"].encode()
    owner = pwd.getpwnam(item["user"]).pw_uid, grp.getgrnam(item["group"]).gr_gid
    write(item["path"], data, int(item["mode"], 8), *owner)


def run(command):
    try:
        code = subprocess.call(command, stdin=subprocess.DEVNULL)
    except OSError as error:
        code = error
    if code:
        print(" ".join(command), "ended with", code, flush=True)


os.umask(0o022)
say("running")
try:
    part = json.loads(obtain())
    for item in part["files"]:
        place(item)
except (OSError, KeyError) as error:
    say("failed", str(error))
    sys.exit(1)
for command in part["commands"]:
    run(command)
for path in kept, settings_path:
    os.unlink(path)
say("done")
`;
