#!/bin/sh
# What `make run` does once the machine is set up: the window; or, where there is no display, an example in the terminal and two pictures.
set -eu
cd "$(dirname "$0")/.."
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; then
    exec .venv/bin/ardoise
fi
problem="Solve x^2 - 5x + 6 = 0"
mkdir -p out
echo "-- There is no display here, so Ardoise solves an example in the terminal: $problem"
if .venv/bin/ardoise solve "$problem" --plot out/plot.png; then
    echo "-- The plot:                       $PWD/out/plot.png"
else
    echo "-- The example was not solved; the lines above say why."
fi
if QT_QPA_PLATFORM=offscreen .venv/bin/ardoise --screenshot out/window.png --open-last; then
    echo "-- A screenshot of the window:     $PWD/out/window.png"
else
    echo "-- No screenshot could be made; the lines above say why."
    exit 1
fi
echo "-- With a display, \`make run\` opens the window itself."
