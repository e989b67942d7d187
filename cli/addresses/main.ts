// Keeps the local addresses of a stack: a process of its own, started by ./yard and ended by a signal.
import { readFile, rename, writeFile } from "node:fs/promises";
import { parseServiceUrl } from "../../components/kubernetes/target-pod.ts";
import { openForward } from "../../components/kubernetes/forward.ts";
import { type AddressBook, addressBookShape, type OpenAddress } from "./book.ts";

const [bookFile = "", readyFile = ""] = process.argv.slice(2);
const book = addressBookShape.parse(JSON.parse(await readFile(bookFile, "utf8")));
const opened = await Promise.all(book.addresses.map((address) => open(book, address)));
await writeFile(`${readyFile}.aside`, JSON.stringify({ pid: process.pid, opened }));
await rename(`${readyFile}.aside`, readyFile);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(0));

async function open(
  { kubeconfig, context }: AddressBook,
  { name, port, target }: AddressBook["addresses"][number],
): Promise<OpenAddress> {
  const service = parseServiceUrl(target);
  if (service === undefined) return { name, port, problem: `${target} is no address of a Service` };
  const onProblem = (why: string): void => console.error(`${new Date().toISOString()} ${name}: ${why}`);
  try {
    await openForward({ kubeconfig, context }, service, { localPort: port, onProblem });
    return { name, port };
  } catch (error) {
    return { name, port, problem: error instanceof Error ? error.message : String(error) };
  }
}
