import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const rooms = ["api", "cli", "components", "local", "policies", "stacks", "tools"];

interface Import {
  /** Path from the root, or the package's name. */
  readonly target: string;
  /** As it stands in the source. */
  readonly specifier: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}
interface Source {
  readonly path: string;
  readonly imports: readonly Import[];
}

function sourcesUnder(folder: string): readonly Source[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name) && !entry.name.endsWith(".generated.ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .map((path) => ({ path, imports: importsOf(path) }));
}

function importsOf(path: string): readonly Import[] {
  const file = ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.ESNext, true);
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const own = specifier.text.startsWith(".");
    const target = own ? relative(root, join(root, dirname(path), specifier.text)) : packageOf(specifier.text);
    found.push({ target, specifier: specifier.text, own, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isTypeOnly(node: ts.ImportDeclaration): boolean {
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function packageOf(specifier: string): string {
  const [scope = "", name] = specifier.split("/");
  return specifier.startsWith("@") ? `${scope}/${name ?? ""}` : scope.startsWith("node:") ? specifier : scope;
}

const sources = rooms.flatMap(sourcesUnder);

/** Imports that a rule forbids, one line each. */
function broken(of: RegExp, allowed: (wanted: Import, from: string) => boolean): readonly string[] {
  return sources
    .filter((source) => of.test(source.path))
    .flatMap((source) =>
      source.imports
        .filter((wanted) => !allowed(wanted, source.path))
        .map((wanted) => `${source.path} -> ${wanted.target}`),
    );
}

const isIn = (wanted: Import, ...folders: string[]): boolean =>
  wanted.own && folders.some((folder) => wanted.target.startsWith(folder));
const roomOf = (path: string): string => path.split("/").slice(0, 2).join("/");
const isIndex = (wanted: Import): boolean => wanted.own && /^components\/[^/]+\/index\.ts$/.test(wanted.target);
const isPulumi = (wanted: Import): boolean => wanted.target === "@pulumi/pulumi";
const reachesOut = (wanted: Import): boolean =>
  /^node:(fs|net|http|https|child_process|os|process|dns|tls)/.test(wanted.target);

describe("rooms", () => {
  it("are all walked: the test would pass on nothing", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap((source) => source.imports).length).toBeGreaterThan(200);
  });

  it("components/lib knows no component and does no I/O", () => {
    const allowed = (w: Import) => isIn(w, "components/lib/", "images/versions.json") || (!w.own && !reachesOut(w));
    expect(broken(/^components\/lib\//, allowed)).toEqual([]);
  });

  it("args.ts takes only types of Pulumi and of other rooms", () => {
    const allowed = (w: Import, from: string) => w.typeOnly || isIn(w, "components/lib/", `${dirname(from)}/`);
    expect(broken(/^components\/.*\/(args|link)\.ts$/, allowed)).toEqual([]);
  });

  it("plan.ts and render/ are pure: own room and lib, no Pulumi values, no file, no net", () => {
    const allowed = (w: Import, from: string) =>
      w.typeOnly || isIn(w, "components/lib/", `${roomOf(from)}/`) || (!w.own && !isPulumi(w) && !reachesOut(w));
    expect(broken(/^components\/.*(\/plan\.ts$|\/render\/)/, allowed)).toEqual([]);
  });

  it("provider.ts loads no lifecycle, no wire and no file", () => {
    const allowed = (w: Import, from: string) =>
      isPulumi(w) ||
      isIn(w, `${roomOf(from)}/args.ts`) ||
      (isIn(w, "components/lib/", `${dirname(from)}/`) && !/\/(lifecycle|api|backend|world)\.ts$/.test(w.target));
    expect(broken(/^components\/.*\/provider\.ts$/, allowed)).toEqual([]);
  });

  it("lifecycle.ts is loaded by the shim, the CLI and tests only", () => {
    const ends = (w: Import) => /^components\/.*\/lifecycle\.ts$/.test(w.target);
    expect(broken(/^(components|stacks|policies|local|api)\//, (w) => !ends(w) || w.typeOnly)).toEqual([]);
  });

  it("life cycle and wire create no resources and write to no console", () => {
    const makers = sources.filter((source) => /^components\/.*(lifecycle|api|backend|world)\.ts$/.test(source.path));
    expect(makers.flatMap((s) => s.imports.filter((w) => isPulumi(w) && !w.typeOnly).map(() => s.path))).toEqual([]);
    const shouting = sources.filter((source) => source.path.startsWith("components/"));
    const consoles = shouting.filter(({ path }) =>
      /\bconsole\.(log|error|warn|info)\(/.test(readFileSync(join(root, path), "utf8")),
    );
    expect(consoles.map((source) => source.path)).toEqual([]);
  });

  it("the life cycle knows no tracker, and what records runs knows no resource", () => {
    const knows = (w: Import) => !isIn(w, "components/tracking/", "components/kubernetes/");
    expect(broken(/^components\/runpod\//, knows)).toEqual([]);
    const own = ["components/tracking/", "components/kubernetes/", "components/runpod/", "components/lib/"];
    const allowed = (w: Import) =>
      w.typeOnly || !w.own || (isIn(w, ...own) && !/\/(index|provider)\.ts$/.test(w.target));
    expect(broken(/^components\/tracking\//, allowed)).toEqual([]);
    const apart = (w: Import) => !w.own || isIn(w, "components/kubernetes/", "components/lib/", "api/kubeconfig/");
    expect(broken(/^components\/kubernetes\//, apart)).toEqual([]);
  });

  it("the life cycle knows no ledger, and what keeps budgets knows no resource", () => {
    expect(broken(/^components\/runpod\//, (w) => !isIn(w, "components/ledger/"))).toEqual([]);
    const own = ["components/ledger/", "components/kubernetes/", "components/runpod/run/", "components/lib/"];
    expect(broken(/^components\/ledger\//, (w) => w.typeOnly || !w.own || isIn(w, ...own))).toEqual([]);
    const pure = (w: Import) => w.typeOnly || isIn(w, "components/ledger/") || !(w.own || reachesOut(w));
    expect(broken(/^components\/ledger\/(plan|entry|period|money)\.ts$/, pure)).toEqual([]);
  });

  it("how nodes leave is decided without a cluster: only scale-in/cluster talks to one", () => {
    const apart = (w: Import, from: string) =>
      w.typeOnly || from.startsWith("components/scale-in/cluster/") || !isIn(w, "components/kubernetes/");
    expect(broken(/^components\/scale-in\//, apart)).toEqual([]);
    const pure = (w: Import) => isIn(w, "components/scale-in/", "components/lib/") || (!w.own && !reachesOut(w));
    expect(broken(/^components\/scale-in\/(data-nodes|region-servers|lease|[^/]+\.ts$)/, pure)).toEqual([]);
  });

  it("tables and folders are decided without a cluster: only admin-tool/connect.ts looks for one", () => {
    const door = "components/kubernetes/json-tool.ts"; // its errors tell refusals from lost answers
    const apart = (w: Import, from: string) =>
      w.typeOnly || from === "components/admin-tool/connect.ts" || !isIn(w, "components/kubernetes/") || isIn(w, door);
    expect(broken(/^components\/(admin-tool|hbase-table|hdfs-directory)\//, apart)).toEqual([]);
  });

  it("stacks enter components by their index only", () => {
    const allowed = (w: Import) => !w.own || isIn(w, "stacks/", "components/lib/", "api/pulumi/") || isIndex(w);
    expect(broken(/^stacks\//, allowed)).toEqual([]);
  });

  it("nobody loads the index of Pulumi's SDK: components/lib/pulumi.ts takes the parts that we use", () => {
    expect(broken(/./, (w) => w.typeOnly || w.specifier !== "@pulumi/pulumi")).toEqual([]);
  });

  it("nobody loads the official classes of a package whose door is in components/lib", () => {
    const isData = (w: Import) => w.specifier.endsWith("/package.json");
    const hasDoor = (w: Import) => w.target === "@pulumi/kubernetes" || w.target === "@pulumi/random";
    expect(broken(/./, (w) => w.typeOnly || isData(w) || !hasDoor(w))).toEqual([]);
  });

  it("policies judge results, not code: the policy SDK, components/lib/cost, and files of their own", () => {
    const outside = new Set(["@pulumi/policy", "node:fs", "node:module"]);
    const allowed = (w: Import) => outside.has(w.target) || isIn(w, "policies/", "components/lib/cost/");
    expect(broken(/^policies\//, allowed)).toEqual([]);
  });

  it("local borrows nothing of our clients", () => {
    expect(broken(/^local\//, (w) => !w.own || isIn(w, "local/", "api/"))).toEqual([]);
  });

  it("the embedded cluster knows nothing of the rest of the test bed", () => {
    const shared = ["local/cluster/", "local/process/", "local/host/", "local/cache/"];
    expect(broken(/^local\/(cluster|process|host|cache)\//, (w) => !w.own || isIn(w, ...shared))).toEqual([]);
  });

  it("a stand-in plugin knows its own folder and the core, and the core knows none of them", () => {
    const own = (from: string) => `${from.split("/").slice(0, 3).join("/")}/`;
    const allowed = (w: Import, from: string) =>
      !w.own || isIn(w, own(from), "local/plugins/core/", "api/pulumi/", "api/kubeconfig/");
    expect(broken(/^local\/plugins\/(?:core|kubernetes|random)\//, allowed)).toEqual([]);
  });

  it("components depend neither on stacks nor on the CLI nor on the test bed", () => {
    const allowed = (w: Import) => !w.own || isIn(w, "components/", "api/", "images/versions.json", "package.json");
    expect(broken(/^components\//, allowed)).toEqual([]);
  });

  it("the generator of the Python client reads the description, and nothing of what it is generated for", () => {
    const shared = ["tools/data-client/", "api/data/", "local/process/", "local/host/", "cli/context.ts"];
    expect(broken(/^tools\/data-client\//, (w) => !w.own || isIn(w, ...shared))).toEqual([]);
    expect(broken(/^(api|cli|components|local|policies|stacks)\//, (w) => !isIn(w, "tools/data-client/"))).toEqual([]);
  });

  it("nobody imports a test", () => {
    expect(broken(/./, (w) => !isIn(w, "test/"))).toEqual([]);
  });

  it("have no cycles of values", () => {
    expect(cycles()).toEqual([]);
  });
});

/** Every file that can reach itself over imports of values. */
function cycles(): readonly string[] {
  const graph = new Map(
    sources.map((source) => [source.path, source.imports.filter((w) => w.own && !w.typeOnly).map((w) => w.target)]),
  );
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      found.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
      return;
    }
    state.set(path, "open");
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}
