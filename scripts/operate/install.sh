#!/usr/bin/env bash
# Installs a forecast centre on this machine: the program below /usr/local, its user symh, its configuration in /etc/symh
# (the script keeps an existing one), which only root and symh can read, and a timer of systemd that runs the centre every
# five minutes, or a line for cron if there is no systemd. Safe to run twice. Build first (scripts/build.sh).
# usage: sudo scripts/operate/install.sh      (ROOT=/some/folder: install below that folder, create no user, start nothing;
#                                              INIT=cron or INIT=systemd: do not look for systemd)
set -euo pipefail
root=${ROOT:-}
[ -n "$root" ] || [ "$(id -u)" -eq 0 ] || { echo "install: run as root, or set ROOT=FOLDER to install below that folder" >&2; exit 2; }
cd "$(dirname "$0")/../.."
[ -x build/src/symh ] || { echo "install: build first: scripts/build.sh" >&2; exit 2; }
found=cron
if [ -n "$root" ] || [ -d /run/systemd/system ]; then found=systemd; fi
init=${INIT:-$found}

DESTDIR=$root cmake --install build --prefix /usr/local >/dev/null
[ -n "$root" ] || id symh >/dev/null 2>&1 || useradd --system --user-group --home-dir /var/lib/symh --shell /usr/sbin/nologin symh
install -d "$root/etc/symh"
if [ -e "$root/etc/symh/operational.toml" ]; then
  echo "install: /etc/symh/operational.toml exists already; its content stays unchanged"
else
  install -m 640 configs/operational.toml "$root/etc/symh/operational.toml"
fi
# It may hold the address of a webhook, which is a secret.
[ -n "$root" ] || chown root:symh /etc/symh/operational.toml
chmod 640 "$root/etc/symh/operational.toml"

# The longest time of a run follows from this configuration: run this script again after you changed it.
limit=$("$root/usr/local/bin/symh" forecast --config "$root/etc/symh/operational.toml" --time-limit)

if [ "$init" = systemd ]; then
  install -D -m 644 -t "$root/etc/systemd/system" scripts/operate/symh-forecast.{service,timer}
  sed -i "s/^TimeoutStartSec=.*/TimeoutStartSec=$limit/" "$root/etc/systemd/system/symh-forecast.service"
  if [ -z "$root" ]; then
    systemctl daemon-reload
    systemctl enable --now symh-forecast.timer
  fi
  echo "install: systemd runs symh every five minutes; 'journalctl -u symh-forecast' shows its log; the page is" \
    "/var/lib/symh/page/index.html"
else
  [ -n "$root" ] || install -d -o symh -g symh /var/lib/symh /var/log/symh
  install -d "$root/etc/cron.d" "$root/etc/logrotate.d"
  sed "s/^LIMIT_SECONDS=.*/LIMIT_SECONDS=$limit/" scripts/operate/crontab >"$root/etc/cron.d/symh"
  chmod 644 "$root/etc/cron.d/symh"
  install -m 644 scripts/operate/logrotate "$root/etc/logrotate.d/symh"
  echo "install: cron runs symh every five minutes; /var/log/symh/forecast.log is its log; the page is" \
    "/var/lib/symh/page/index.html"
fi
