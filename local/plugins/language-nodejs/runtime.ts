import type * as grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import type * as wire from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import type { Children } from "./children.ts";
import { pluginProcess, programProcess, type ProgramRun, requiredPlugins } from "./program.ts";

/** The calls that preview, up, refresh, destroy and policy packs make. All others answer UNIMPLEMENTED by themselves. */
type Served = Pick<
  ILanguageRuntimeServer,
  | "handshake"
  | "getPluginInfo"
  | "about"
  | "getRequiredPackages"
  | "getProgramDependencies"
  | "installDependencies"
  | "run"
  | "runPlugin"
  | "cancel"
>;

/** A program that ends with this code has told its error to the user already. */
const exitCodeReported = 32;

/** The Pulumi version whose protocol this host follows. */
const protocolVersion = "3.250.0";

/** Answers the engine's calls by starting Node.js processes. */
export function languageRuntime(engineAddress: string, children: Children): Served & grpc.UntypedServiceImplementation {
  let engine = engineAddress;
  return {
    handshake: (call, callback) => {
      engine = call.request.getEngineAddress() || engine;
      callback(null, new language.LanguageHandshakeResponse());
    },
    getPluginInfo: (_call, callback) => callback(null, new plugin.PluginInfo().setVersion(protocolVersion)),
    about: (_call, callback) => {
      const answer = new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version);
      callback(null, answer);
    },
    getRequiredPackages: (call, callback) => {
      const answer = new language.GetRequiredPackagesResponse();
      for (const needed of requiredPlugins(call.request.getInfo()?.getProgramDirectory() ?? "")) {
        const { name, version, server } = needed;
        const entry = new plugin.PackageDependency().setKind("resource").setName(name);
        answer.addPackages(entry.setVersion(version).setServer(server));
      }
      callback(null, answer);
    },
    getProgramDependencies: (_call, callback) => callback(null, new language.GetProgramDependenciesResponse()),
    installDependencies: (call) => {
      const text = "this stand-in installs nothing: run npm ci --ignore-scripts\n";
      call.write(new language.InstallDependenciesResponse().setStderr(Buffer.from(text)));
      call.end();
    },
    run: (call, callback) => {
      const answer = new language.RunResponse();
      start(callback, () => {
        children.start(programProcess(programRun(call.request, engine), process.env), {
          onExit: (exitCode) => {
            if (exitCode === exitCodeReported) answer.setBail(true);
            else if (exitCode !== 0) answer.setError(`the program ended with exit code ${exitCode}`);
            callback(null, answer);
          },
        });
      });
    },
    runPlugin: (call) => runPlugin(call, children),
    cancel: (_call, callback) => {
      children.endAll();
      callback(null, new empty.Empty());
    },
  };
}

function runPlugin(
  call: grpc.ServerWritableStream<wire.RunPluginRequest, wire.RunPluginResponse>,
  children: Children,
): void {
  const { request } = call;
  const fail = (error: Error) => call.destroy(error);
  start(fail, () => {
    const wanted = pluginProcess(
      {
        kind: request.getKind(),
        programDirectory: request.getInfo()?.getProgramDirectory() ?? request.getPwd(),
        args: request.getArgsList(),
        env: request.getEnvList(),
      },
      process.env,
    );
    const end = children.start(wanted, {
      onOutput: (from, data) => {
        const answer = new language.RunPluginResponse();
        call.write(from === "stdout" ? answer.setStdout(data) : answer.setStderr(data));
      },
      onExit: (exitCode) => {
        call.write(new language.RunPluginResponse().setExitcode(exitCode));
        call.end();
      },
    });
    call.on("cancelled", end);
  });
}

/** Runs `work`; what it throws (an SDK that is not installed) becomes the answer of the call. */
function start(fail: (error: Error) => void, work: () => void): void {
  try {
    work();
  } catch (error) {
    fail(error instanceof Error ? error : new Error(String(error)));
  }
}

function programRun(request: wire.RunRequest, engine: string): ProgramRun {
  const info = request.getInfo();
  const programDirectory = info?.getProgramDirectory() ?? request.getPwd();
  return {
    monitor: request.getMonitorAddress(),
    engine,
    project: request.getProject(),
    stack: request.getStack(),
    organization: request.getOrganization(),
    rootDirectory: info?.getRootDirectory() ?? programDirectory,
    programDirectory,
    workingDirectory: request.getPwd() || programDirectory,
    entryPoint: info?.getEntryPoint() ?? ".",
    parallel: request.getParallel(),
    dryRun: request.getDryrun(),
    programArgs: request.getArgsList(),
    config: Object.fromEntries(request.getConfigMap().getEntryList()),
    secretKeys: request.getConfigsecretkeysList(),
    options: info?.getOptions()?.toJavaScript() ?? {},
  };
}
