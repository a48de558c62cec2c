# shellcheck shell=bash disable=SC2034
# What a machine needs: Debian packages by name, and the system user that runs the server.
# Sourced by tools/quickstart and tools/check; every package the project uses is listed here.

server_version=15

packages_build=(
    gcc libc6-dev meson ninja-build pkg-config python3 scdoc
    libcsv-dev libgmime-3.0-dev libical-dev libjansson-dev libmagic-dev libpg-query-dev libpq-dev libsmartcols-dev
    libssl-dev libxlsxwriter-dev libxml2-dev libyaml-dev uuid-dev
)
packages_server=("postgresql-$server_version" "postgresql-client-$server_version")
packages_test=(libcmocka-dev clang-format poppler-utils python3-icalendar python3-openpyxl shellcheck systemd)
packages_pdf=(nodejs npm) # for who has no npm yet
packages_browser=(chromium) # that judges pages, in tests only; npm as for PDF
packages_long=(clang valgrind libclang-rt-14-dev)

say() {
    printf '== %s\n' "$*"
}

fail() {
    printf 'jalon: %s\n' "$*" >&2
    exit 1
}

# The packages of the arguments that are not installed, one a line.
missing_packages() {
    local package
    for package in "$@"; do
        case "$(dpkg-query -W -f='${db:Status-Status} ' "$package" 2>/dev/null)" in
        *installed\ *) ;;
        *) printf '%s\n' "$package" ;;
        esac
    done
}

# Runs a command as root: as it is, or through sudo.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root or sudo: $*"
    fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

# Installs the packages of the arguments that are missing; asks nothing and touches nothing when
# all are there. PostgreSQL's package would make and start a cluster `main` on a machine without
# one: Jalon has its own, so a setting that lasts as long as the installation says no.
install_packages() {
    local missing no_cluster=/etc/postgresql-common/createcluster.d/jalon.conf status=0
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "install these packages first: ${missing[*]}"
    say "installing ${missing[*]}"
    as_root mkdir -p "${no_cluster%/*}"
    printf 'create_main_cluster = false\n' | as_root tee "$no_cluster" >/dev/null
    compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || as_root apt-get update -q
    if ! apt_install "${missing[@]}"; then
        as_root apt-get update -q && apt_install "${missing[@]}" || status=$?
    fi
    as_root rm -f "$no_cluster"
    [ "$status" = 0 ] || fail "apt-get could not install: ${missing[*]}"
}

user_comment="Jalon"
user_comment_tests="Jalon, for the tests only"

# Makes the system user that runs the private server when a person works as root; COMMENT tells
# whether it is there to stay.
make_system_user() {
    local comment=$1
    if ! id -u jalon >/dev/null 2>&1; then
        useradd --system --user-group --home-dir /var/lib/jalon --no-create-home \
            --shell /usr/sbin/nologin --comment "$comment" jalon
    elif [ "$comment" = "$user_comment" ] && is_tests_user; then
        usermod --comment "$user_comment" jalon
    fi
}

is_tests_user() {
    [ "$(getent passwd jalon | cut -d: -f5)" = "$user_comment_tests" ]
}
