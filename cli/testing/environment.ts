import type { Environment } from "../context.ts";
import { withoutAccounts } from "../local.ts";

/** What a test run is given beside the plain environment. */
export interface TestEnvironment {
  /** The run that the environment belongs to, by which what it leaves is found. @default that of `env` */
  readonly run?: string;
  /** A TRAINYARD_HOME that only this run uses. */
  readonly home: string;
  readonly propertyRuns: number | undefined;
  readonly full: boolean;
  readonly dockerHost: string | undefined;
  /** A small image with a shell and without Python, for tests of containers as such. */
  readonly testImage: string | undefined;
  /** The trainer image of the sources at hand. */
  readonly trainerImage: string | undefined;
}

/** Names the run in the environment of all that it starts. */
export const RUN_MARK = "TRAINYARD_TEST_RUN";

/** Pulumi settings of the user that tests must not meet. */
const userSettings = ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE", "PULUMI_HOME"];

/**
 * The environment of all checks: nothing of real accounts (RUNPOD_*, CLOUDFLARE_*, Pulumi's own), loopback only, a
 * TRAINYARD_HOME of its own.
 */
export function testEnvironment(env: Environment, run: TestEnvironment): Record<string, string | undefined> {
  const clean = { ...withoutAccounts(env) };
  for (const name of [...userSettings, "PULUMI_ACCESS_TOKEN", "TRAINYARD_STACK"]) Reflect.deleteProperty(clean, name);
  return {
    ...clean,
    TRAINYARD_LOOPBACK_ONLY: "1",
    TRAINYARD_HOME: run.home,
    NO_COLOR: "1",
    ...(run.run === undefined ? {} : { [RUN_MARK]: run.run }),
    ...(run.propertyRuns === undefined ? {} : { TRAINYARD_PROPERTY_RUNS: String(run.propertyRuns) }),
    ...(run.full ? { TRAINYARD_FULL: "1" } : {}),
    ...(run.dockerHost === undefined ? {} : { DOCKER_HOST: run.dockerHost }),
    ...(run.testImage === undefined ? {} : { TRAINYARD_TEST_IMAGE: run.testImage }),
    ...(run.trainerImage === undefined ? {} : { TRAINYARD_TRAINER_IMAGE: run.trainerImage }),
  };
}
