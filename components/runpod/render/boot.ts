/** The three words that start the supervisor: no quote and no space inside, so that every way to split `args` agrees. */
export const BOOT_ARGS = "sh -c eval${IFS}$TRAINYARD_BOOT";

/** The same where the service takes `cmd` (newer than the stored API description). */
export const BOOT_CMD = ["sh", "-c", 'eval "$TRAINYARD_BOOT"'] as const;

const NEEDED = "import mmap,ssl,zlib,http.server,sys;sys.exit(sys.version_info<(3,8))";
const START =
  'import base64,os,zlib;exec(compile(zlib.decompress(base64.b64decode(os.environ.get("TRAINYARD_SUPERVISOR"))),"supervisor.py","exec"))';
const TELL = [
  String.raw`printf '%s%s%s\n' 'TRAINYARD {"kind":"status","body":"{\"name\":\"' "$TRAINYARD_NAME"`,
  String.raw`'\",\"exitCode\":127,\"reason\":\"no-python3\",\"startedAt\":null,\"finishedAt\":null}","mac":""}';`,
  "echo 'trainyard: this image has no complete python3 (3.8 or newer), which the supervisor needs;",
  "the command is not run and this pod ends; use an image with python3';",
].join(" ");

/**
 * Text of `TRAINYARD_BOOT`: POSIX sh that turns itself into the supervisor. Without a usable python3 it prints an
 * unsigned `no-python3` status, tries to end the pod with curl or wget each 30 s, and never leaves: RunPod would start it
 * again. The text is split into words and joined by single blanks before sh reads it, so it has no line break, no two
 * blanks in a row and no character that sh expands to file names. Throws RangeError when `apiUrl` cannot stand in it.
 */
export function renderBoot(apiUrl: string): string {
  if (!/^https?:\/\/[A-Za-z0-9._~:/-]+\/v2$/.test(apiUrl)) {
    throw new RangeError(`apiUrl must be an http(s) address that ends in /v2, got ${apiUrl}`);
  }
  const pod = `"${apiUrl}/pods/$RUNPOD_POD_ID`;
  const curl = "curl -sSf -m 20 -K - -A trainyard-boot/1 -o /dev/null";
  const key = String.raw`printf 'header = "Authorization: Bearer %s"\n' "$RUNPOD_API_KEY"`;
  const wget = `wget -q -T 20 -U trainyard-boot/1 -O /dev/null --header "Authorization: Bearer $RUNPOD_API_KEY"`;
  const json = `--header 'Content-Type: application/json' --post-data '{"action":"terminate"}'`;
  return [
    `if command -v python3 >/dev/null 2>&1 && python3 -I -c '${NEEDED}' 2>/dev/null;`,
    `then exec python3 -I -c '${START}'; fi;`,
    TELL,
    "trap 'exit 0' TERM INT;",
    "while :; do",
    "if command -v curl >/dev/null 2>&1; then",
    `${key} | ${curl} -H 'Content-Type: application/json' -d '{"action":"terminate"}' ${pod}/action" ||`,
    `${key} | ${curl} -X DELETE ${pod}";`,
    `elif command -v wget >/dev/null 2>&1; then ${wget} ${json} ${pod}/action"; fi;`,
    "sleep 30 & wait $!;",
    "done",
  ].join(" ");
}
