set -eu
fail() { echo "$1" | tee /dev/termination-log >&2; exit 1; }
file=/src/$SOURCE_FILE
if [ "$SOURCE_BASE64" = true ]; then
  base64 -d < "$file" > /tmp/source || fail "spec.function is not base64"
  file=/tmp/source
fi
if [ -n "$SOURCE_SHA256" ]; then
  found=$(sha256sum < "$file" | cut -d ' ' -f 1)
  [ "$found" = "$(echo "$SOURCE_SHA256" | tr A-F a-f)" ] || fail "spec.checksum is $SOURCE_SHA256, but the source has $found"
fi
cp "$file" "/kubeless/$SOURCE_FILE"
[ -z "$DEPS_FILE" ] || cp "/src/$DEPS_FILE" "/kubeless/$DEPS_FILE"
