import { expect, it } from "vitest";
import { testEnvironment } from "../../../cli/testing/environment.ts";

it("holds nothing of real accounts and no setting of the user", () => {
  const given = {
    PATH: "/bin",
    RUNPOD_API_KEY: "SENTINEL",
    RUNPOD_API_URL: "https://api.runpod.io",
    CLOUDFLARE_API_TOKEN: "SENTINEL",
    PULUMI_ACCESS_TOKEN: "SENTINEL",
    PULUMI_CONFIG_PASSPHRASE: "SENTINEL",
  };
  const env = testEnvironment(given, {
    run: "/scratch",
    home: "/scratch/home",
    propertyRuns: 100,
    full: false,
    dockerHost: "unix:///d.sock",
    testImage: "debian:bookworm-slim",
    trainerImage: "trainyard/trainer:0a",
  });
  expect(env).toEqual({
    PATH: "/bin",
    NO_COLOR: "1",
    TRAINYARD_HOME: "/scratch/home",
    TRAINYARD_TEST_RUN: "/scratch",
    TRAINYARD_LOOPBACK_ONLY: "1",
    TRAINYARD_PROPERTY_RUNS: "100",
    DOCKER_HOST: "unix:///d.sock",
    TRAINYARD_TEST_IMAGE: "debian:bookworm-slim",
    TRAINYARD_TRAINER_IMAGE: "trainyard/trainer:0a",
  });
});
