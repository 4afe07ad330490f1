#!/bin/sh
# Cuts Inter to what the pages use: weights 400 to 700, a slanted 400, and the letters of European names in a file
# of their own. For maintainers (`npm run build`); needs `pip install fonttools brotli`.
set -e
from=$1 to=$2 at=$(mktemp -d)
cut() { # source, target, weights, letters
  pyftsubset "$from/inter-$1.woff2" --unicodes="$4" --layout-features='*' --output-file="$at/letters.ttf"
  fonttools varLib.instancer -q "$at/letters.ttf" "wght=$3" -o "$at/weights.ttf"
  fonttools ttLib.woff2 compress -o "$to/inter-$2.woff2" "$at/weights.ttf"
}
cut latin-wght-normal latin-wght-normal 400:700 '*'
cut latin-wght-italic latin-400-italic 400 '*'
cut latin-ext-wght-normal latin-ext-a-wght-normal 400:700 'U+0100-017F'
cut latin-ext-wght-normal latin-ext-b-wght-normal 400:700 'U+0180-FFFF'
rm -r "$at"
