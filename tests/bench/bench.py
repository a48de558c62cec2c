"""Speed, as ratios taken in one run: ours against the raw floor, alternating.

usage: bench.py JALON WRITER SOURCE_ROOT [NAME…]

Every bench has a private cluster of its own making (fsync on, the disk under TMPDIR). Its line
says what was measured, the median of the pairwise ratios with their range, and the goal. A goal
missed is shown, not hidden; the exit status is 1 only when a bench could not run.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BIN = "/usr/lib/postgresql/15/bin"
CONTRACTS = 8000
PAIRS = 5
SECONDS = 3


class Place:
    """A JALON_HOME in a temporary folder, its server stopped and removed at the end."""

    def __init__(self, jalon):
        self.jalon = jalon
        self.home = tempfile.mkdtemp(prefix="jb.")
        os.chmod(self.home, 0o755)
        self.env = {**os.environ, "JALON_HOME": self.home, "LC_ALL": "C.UTF-8"}
        if os.geteuid() == 0:
            shutil.chown(self.home, "jalon", "jalon")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.run("db", "stop", check=False)
        shutil.rmtree(self.home, ignore_errors=True)

    def run(self, *words, check=True):
        return subprocess.run([self.jalon, *words], env=self.env, check=check, text=True,
                              capture_output=True).stdout

    def url(self):
        return self.run("db", "url").strip()

    def superuser_url(self):
        words = [w for w in self.url().split() if not w.startswith("user=")]
        return " ".join(words + ["user=jalon_superuser"])


def sql(conninfo, text, *options):
    done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *options, conninfo],
                          input=text, text=True, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def timed(words, env):
    start = time.perf_counter()
    subprocess.run(words, env=env, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def show(name, goal, unit, ours, floor, ratios):
    line = {"bench": name, "ours": round(statistics.median(ours), 4),
            "floor": round(statistics.median(floor), 4), "unit": unit,
            "ratio": round(statistics.median(ratios), 3), "lowest": round(min(ratios), 3),
            "highest": round(max(ratios), 3), "goal": goal}
    print(json.dumps(line), flush=True)


def compare(name, goal, unit, ours, floor, pairs=PAIRS):
    """Runs the two in turn and shows the ratio pair by pair."""
    ours(), floor()
    figures = [(ours(), floor()) for _ in range(pairs)]
    show(name, goal, unit, [a for a, _ in figures], [b for _, b in figures],
         [a / b for a, b in figures])


def document():
    """A programme with two states between which contracts can go for ever."""
    label = {"fr": "x", "en": "x"}
    return json.dumps({
        "programme": {"code": "bench", "name": label, "timezone": "Europe/Paris"},
        "starts_on": "2018-11-22",
        "lifecycle": {
            "initial": "identified",
            "states": {"identified": {"label": label}, "suspended": {"label": label},
                       "closed": {"label": label, "done": True}},
            "transitions": [
                {"name": "suspend", "from": ["identified"], "to": "suspended",
                 "roles": ["manager"], "reason": "required"},
                {"name": "resume", "from": ["suspended"], "to": "identified",
                 "roles": ["manager"]},
                {"name": "close", "from": ["identified"], "to": "closed",
                 "roles": ["manager"]}]},
        "instruments": {}, "parties": {}, "regions": {"01": "x"},
        "departements": {"01": {"name": "x", "region": "01"}}})


def prepare(place):
    """The bench programme, and the floor's two plain tables."""
    place.run("db", "start")
    url = place.superuser_url()
    literal = document().replace("'", "''")
    sql(url, f"""
        SELECT jalon.programme_apply(gen_random_uuid(), '{literal}');
        SELECT count(jalon.territory_add(gen_random_uuid(), 'bench', jsonb_build_object(
            'code', 'bench-' || i, 'name', 'Territoire ' || i, 'regions', ARRAY['01'],
            'departements', ARRAY['01'], 'members', '[]'::jsonb, 'aliases', '[]'::jsonb),
            '2018-11-22', 'day', '{{}}')) FROM generate_series(1, {CONTRACTS}) i;
        CREATE SCHEMA bench;
        CREATE TABLE bench.contract (id integer PRIMARY KEY, state text, seq integer)
            WITH (fillfactor = 50);
        INSERT INTO bench.contract SELECT i, 'identified', 0
            FROM generate_series(1, {CONTRACTS}) i;
        CREATE TABLE bench.event (id bigserial PRIMARY KEY, contract integer, before text,
            after text, recorded timestamptz DEFAULT now());
        CREATE FUNCTION bench.advance(contract integer, global_lock boolean) RETURNS void
        LANGUAGE plpgsql AS $$
        DECLARE
          state text;
        BEGIN
          IF global_lock THEN
            PERFORM pg_advisory_xact_lock(42);
          END IF;
          SELECT c.state INTO state FROM jalon.contract c
          WHERE c.programme_id = (SELECT id FROM jalon.programme WHERE code = 'bench')
            AND c.code = 'bench-' || contract;
          PERFORM jalon.advance(gen_random_uuid(), 'bench', 'bench-' || contract,
            CASE state WHEN 'identified' THEN 'suspended' ELSE 'identified' END, '2019-01-30',
            'day', NULL, '{{"reason": "bench"}}');
        END $$;
        VACUUM ANALYZE;""")


FLOOR = f"""\\set i random(1, {CONTRACTS})
BEGIN;
UPDATE bench.contract SET state = 'suspended', seq = seq + 1 WHERE id = :i;
INSERT INTO bench.event (contract, before, after) VALUES (:i, 'identified', 'suspended');
COMMIT;
"""


def pgbench(place, script, clients):
    """Transactions per second of a pgbench script, statements prepared."""
    words = dict(w.replace("'", "").split("=", 1) for w in place.superuser_url().split())
    path = pathlib.Path(place.home, "script.sql")
    path.write_text(script)
    out = subprocess.run(
        [f"{BIN}/pgbench", "-n", "-M", "prepared", "-c", str(clients), "-T", str(SECONDS),
         "-f", str(path), "-h", words["host"], "-p", words.get("port", "5432"),
         "-U", words["user"], words["dbname"]], text=True, capture_output=True, check=True).stdout
    return float(out.split("tps = ")[1].split()[0])


def bench_advance(tools, clients, goal):
    with Place(tools.jalon) as place:
        prepare(place)

        def ours():
            return float(subprocess.run(
                [tools.writer, place.superuser_url(), str(clients), str(SECONDS)], text=True, capture_output=True, check=True).stdout)

        compare(f"advance_{clients}", f">= {goal}", "writes/s", ours,
                lambda: pgbench(place, FLOOR, clients))


SLOW_FLUSH_US = 2000


def bench_chain_16(tools):
    """A lock for each contract against one for all, held until the commit is on disk: here, and
    where a flush takes two milliseconds more, as on a disk without a cache of its own. That wait
    is the server's commit_delay."""
    with Place(tools.jalon) as place:
        prepare(place)
        share = CONTRACTS // 16  # of its own for each client: no two wait for one contract
        script = (f"\\set i :client_id * {share} + random(1, {share})\n"
                  "SELECT bench.advance(:i, {});\n")
        for name, delay in ("chain_16", 0), ("chain_16_slow_flush", SLOW_FLUSH_US):
            sql(place.superuser_url(), "ALTER SYSTEM SET commit_siblings = 0;"
                f"ALTER SYSTEM SET commit_delay = {delay}; SELECT pg_reload_conf();")
            compare(name, ">= 5", "writes/s",
                    lambda: pgbench(place, script.format("false"), 16),
                    lambda: pgbench(place, script.format("true"), 16))


class Waiting:
    """Entries of real size that wait for their seal, so many each time."""

    N = 50000

    def __init__(self, url):
        self.url = url
        sql(url, "CREATE TABLE bench.leaf (idx bigserial PRIMARY KEY, leaf_hash bytea)")

    def write(self):
        sql(self.url, f"""
            INSERT INTO audit.entry (id, subject, seq, subject_kind, programme, code, event,
                request, recorded, leaf, leaf_hash)
            SELECT nextval('audit.entry_id'), gen_random_uuid(), 1, 'territory', 'bench', 'x',
                'note', gen_random_uuid(), now(), l.leaf, audit.leaf_hash(l.leaf)
            FROM (SELECT '{{"after":"' || repeat('x', 600) || n || '"}}' AS leaf
                FROM generate_series(1, {self.N}) n) l;
            INSERT INTO audit.pending SELECT e.id FROM audit.entry e
            LEFT JOIN audit.leaf f ON f.entry_id = e.id WHERE f.idx IS NULL
            ON CONFLICT DO NOTHING;
            ANALYZE audit.entry, audit.pending, audit.leaf;""")


def place_all(url):
    """Gives all that waits its place in the tree, as the sealer asks for it: no reading back."""
    step = "SELECT audit.seal(gen_random_uuid(), 10000, false);"
    start = time.perf_counter()
    sql(url, step * (Waiting.N // 10000))
    return time.perf_counter() - start


def bench_seal(tools):
    """Entries a second that get their place, and that get it, are read back and signed; against the
    same number of hashes inserted in one statement."""
    with Place(tools.jalon) as place:
        prepare(place)
        place.run("audit", "seal")
        waiting = Waiting(place.superuser_url())
        floor = (f"INSERT INTO bench.leaf (leaf_hash) SELECT e.leaf_hash FROM audit.entry e"
                 f" ORDER BY e.id DESC LIMIT {Waiting.N}")

        def bare():
            return Waiting.N / timed(["psql", "-XAtqc", floor, place.superuser_url()], place.env)

        def placed():
            waiting.write()
            took = place_all(place.superuser_url())
            place.run("audit", "seal")
            return Waiting.N / took

        def signed():
            waiting.write()
            return Waiting.N / timed([tools.jalon, "audit", "seal"], place.env)

        compare("seal", ">= 50000 entries/s", "entries/s", placed, bare, pairs=3)
        compare("seal_signed", "shown", "entries/s", signed, bare, pairs=3)


ROWS_FLOOR = """SELECT c.code, c.state, c.state_since,
  (SELECT json_agg(n) FROM jalon.territory_name n WHERE n.contract_id = c.id),
  (SELECT json_agg(m) FROM jalon.member m WHERE m.contract_id = c.id),
  (SELECT json_agg(i) FROM jalon.instrument i WHERE i.contract_id = c.id),
  (SELECT json_agg(s) FROM jalon.signature s WHERE s.contract_id = c.id),
  (SELECT json_agg(m) FROM jalon.milestone m WHERE m.contract_id = c.id)
FROM jalon.contract c"""
SHOW_FLOOR = f"{ROWS_FLOOR} WHERE c.code = 'ti-2801'"


def bench_show_warm(tools):
    with Place(tools.jalon) as place:
        place.run("init", str(tools.programme))
        words = [tools.jalon, "show", "ti-2801"]
        floor = ["psql", "-XAtc", SHOW_FLOOR, place.superuser_url()]
        compare("show_warm", "<= 1.5", "s", lambda: timed(words, place.env),
                lambda: timed(floor, place.env), pairs=25)


READ_FLOOR = """SELECT i.state, count(*)
FROM jalon.contract c JOIN jalon.state_interval i ON i.contract_id = c.id
WHERE i.valid_to IS NULL GROUP BY i.state"""


def correct_all(place, corrections):
    """So many corrections of signatures, each of which changes what earlier weeks said."""
    place.run("advance", "ti-7505", "negotiating", "--on", "2019-03-15")
    place.run("sign", "ti-7505", "-i", "protocole", "-p", "all", "--on", "2019-04-01")
    for i in range(corrections):
        place.run("correct", "ti-7505#7", "--set", f"on=2019-04-{2 + 7 * (i % 4):02}",
                  "--reason", "bench")


def bench_readings(tools):
    """The readings of a whole programme, against one plain query."""
    floor = ["psql", "-XAtc", READ_FLOOR]
    readings = {"status": ["status"], "list": ["list"],
                "forecast": ["forecast", "--as-of", "2019-04-30"],
                "weekly": ["report", "weekly", "--week", "2019-W18"]}

    def read(place, name, words):
        compare(name, "<= 3", "s", lambda: timed([tools.jalon, *words], place.env),
                lambda: timed([*floor, place.superuser_url()], place.env), pairs=25)

    with Place(tools.jalon) as place:
        place.run("init", str(tools.programme))
        for name, words in readings.items():
            read(place, f"{name}_warm", words)
        correct_all(place, 20)
        read(place, "weekly_restated", readings["weekly"])


def bench_report(tools):
    """The forecast of 4,000 draws and the whole page, against a bare psql of the same rows: what all
    contracts are made of. The goals are seconds."""
    readings = {"forecast_rows": (["forecast", "--as-of", "2019-04-30"], "ours <= 0.2 s"),
                "html_rows": (["report", "weekly", "--week", "2019-W18", "--format", "html"],
                              "ours <= 0.5 s")}
    with Place(tools.jalon) as place:
        place.run("init", str(tools.programme))
        floor = ["psql", "-XAtc", ROWS_FLOOR, place.superuser_url()]
        for name, (words, goal) in readings.items():
            compare(name, goal, "s", lambda: timed([tools.jalon, *words], place.env),
                    lambda: timed(floor, place.env), pairs=15)


def as_server_user(words):
    if os.geteuid() != 0:
        return words
    return ["setpriv", "--reuid", "jalon", "--regid", "jalon", "--clear-groups", *words]


def bare_first_use():
    """initdb with the cluster's own options, sync on, and one start until it answers."""
    home = tempfile.mkdtemp(prefix="jb.")
    if os.geteuid() == 0:
        shutil.chown(home, "jalon", "jalon")
    start = time.perf_counter()
    subprocess.run(as_server_user(
        [f"{BIN}/initdb", "-D", f"{home}/data", "-U", "floor", "--encoding=UTF8", "--locale=C",
         "--data-checksums", "--wal-segsize=1", "--auth-local=peer", "--auth-host=reject",
         "--no-instructions"]), check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(as_server_user(
        [f"{BIN}/postgres", "-D", f"{home}/data", "-c", "listen_addresses=", "-c",
         f"unix_socket_directories={home}"]), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    while subprocess.run([f"{BIN}/pg_isready", "-q", "-h", home]).returncode != 0:
        time.sleep(0.001)
    took = time.perf_counter() - start
    server.terminate()
    server.wait()
    shutil.rmtree(home)
    return took


def bench_first_use(tools):
    def ours():
        with Place(tools.jalon) as place:
            return timed([tools.jalon, "db", "start"], place.env)

    compare("first_use", "<= 1.5", "s", ours, bare_first_use)


def bench_auto_start(tools):
    """Seconds that `status` takes longer when it has to start the server."""
    with Place(tools.jalon) as place:
        place.run("init", str(tools.programme))
        status = [tools.jalon, "status"]
        stopped, running = [], []
        for _ in range(10):
            place.run("db", "stop")
            stopped.append(timed(status, place.env))
            running.append(timed(status, place.env))
        extra = [a - b for a, b in zip(stopped, running)]
        print(json.dumps({
            "bench": "auto_start", "ours": round(statistics.median(stopped), 4),
            "floor": round(statistics.median(running), 4), "unit": "s",
            "extra_s": round(statistics.median(extra), 4), "lowest": round(min(extra), 4),
            "highest": round(max(extra), 4), "goal": "<= +0.1 s"}), flush=True)


def statement(tools, name, programme):
    """The SQL of that name, as the program sends it, for one programme as it is known now."""
    text = tools.programme.parents[2].joinpath("src/sql/export.sql").read_text()
    body = text.split(f"-- name: {name} ")[1].split("-- name: ")[0]
    lines = [line for line in body.splitlines()[1:] if not line.startswith("--")]
    text = " ".join(lines).strip().rstrip(";")
    return text.replace("$1", f"'{programme}'").replace("$2", "NULL")


def fill_events(place, contracts, times):
    """As many moves of so many contracts, one a day."""
    return sql(place.superuser_url(), f"""
        SELECT count(jalon.advance(gen_random_uuid(), 'bench', 'bench-' || i,
            CASE k % 2 WHEN 1 THEN 'suspended' ELSE 'identified' END, date '2019-01-01' + k,
            'day', NULL, '{{"reason": "bench", "source": "liste"}}'))
        FROM generate_series(1, {times}) k, generate_series(1, {contracts}) i;
        VACUUM ANALYZE;""")


def bench_export(tools):
    with Place(tools.jalon) as place:
        prepare(place)
        fill_events(place, 2000, 10)
        query = statement(tools, "export_events", "bench")
        path = os.path.join(place.home, "out.csv")
        words = [tools.jalon, "export", "events", "--personal"]
        floor = ["psql", "-XAtq", "-c", f"\\copy ({query}) TO STDOUT CSV HEADER",
                 place.superuser_url()]

        def written(command):
            with open(path, "wb") as out:
                start = time.perf_counter()
                subprocess.run(command, env=place.env, check=True, stdout=out,
                               stderr=subprocess.DEVNULL)
                return time.perf_counter() - start

        compare("export", "<= 1.3", "s", lambda: written(words), lambda: written(floor))


class Moves:
    """Rows of events, five a contract on days of their own, the next ones each time."""

    TIMES, CONTRACTS = 5, 2000

    def __init__(self, path, first):
        self.path, self.first, self.day = path, first, 0

    def write(self):
        with open(self.path, "w", encoding="utf-8") as out:
            out.write("territory_code,on,action,what,reason\n")
            for _ in range(self.TIMES):
                self.day += 1
                on = time.strftime("%Y-%m-%d", time.gmtime(1546300800 + 86400 * self.day))
                what = "suspended" if self.day % 2 else "identified"
                for i in range(self.first, self.first + self.CONTRACTS):
                    out.write(f"bench-{i},{on},advance,{what},bench\n")


def bench_import_events(tools):
    """10,000 rows through `import`, and through COPY and one statement that calls the function."""
    with Place(tools.jalon) as place:
        prepare(place)
        by_import = Moves(os.path.join(place.home, "import.csv"), 1)
        by_copy = Moves(os.path.join(place.home, "copy.csv"), 1 + Moves.CONTRACTS)
        url = place.superuser_url()
        words = [tools.jalon, "import", "events", by_import.path, "--apply", "--yes"]
        floor = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", url, "-c", "BEGIN", "-c",
                 "CREATE TEMP TABLE row (code text, day date, action text, what text, reason text,"
                 " n serial)", "-c",
                 f"\\copy row (code, day, action, what, reason) FROM '{by_copy.path}' CSV HEADER",
                 "-c", "SELECT count(jalon.advance(gen_random_uuid(), 'bench', code, what, day,"
                 " 'day', NULL, jsonb_build_object('reason', reason)))"
                 " FROM (SELECT * FROM row ORDER BY n) r", "-c", "COMMIT"]

        def run(moves, command):
            moves.write()
            return timed(command, place.env)

        compare("import_events", "<= 3", "s", lambda: run(by_import, words),
                lambda: run(by_copy, floor), pairs=3)


BENCHES = {
    "show_warm": bench_show_warm,
    "readings": bench_readings,
    "report": bench_report,
    "first_use": bench_first_use,
    "auto_start": bench_auto_start,
    "advance_1": lambda tools: bench_advance(tools, 1, 0.85),
    "advance_8": lambda tools: bench_advance(tools, 8, 0.80),
    "advance_16": lambda tools: bench_advance(tools, 16, 0.70),
    "chain_16": bench_chain_16,
    "seal": bench_seal,
    "export": bench_export,
    "import_events": bench_import_events,
}


def commit_cost():
    """What one durable 8 kB write costs on this disk, in microseconds (pg_test_fsync)."""
    with tempfile.TemporaryDirectory(prefix="jb.") as folder:
        out = subprocess.run([f"{BIN}/pg_test_fsync", "-s", "1", "-f", f"{folder}/file"],
                             text=True, capture_output=True).stdout
    for line in out.splitlines():
        if "fdatasync" in line and "usecs/op" in line:
            print(json.dumps({"commit": "fdatasync", "usecs": int(line.split()[-2])}), flush=True)
            return


class Tools:
    def __init__(self, jalon, writer, root):
        self.jalon, self.writer = os.path.abspath(jalon), os.path.abspath(writer)
        self.programme = pathlib.Path(root, "config/programmes/territoires-industrie").resolve()


def main(arguments):
    if len(arguments) < 3 or any(name not in BENCHES for name in arguments[3:]):
        print(__doc__.split("\n\n")[1], "names:", ", ".join(BENCHES), file=sys.stderr)
        return 2
    tools = Tools(*arguments[:3])
    commit_cost()
    for name in arguments[3:] or BENCHES:
        BENCHES[name](tools)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
