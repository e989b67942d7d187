import { readFileSync } from "node:fs";

const read = (file: string): string => readFileSync(new URL(`scripts/${file}`, import.meta.url), "utf8");

/** What pods run besides HDFS. They travel with the manifests. */
export const scripts = () => ({
  "answers.sh": read("answers.sh"),
  "back-up-image.sh": read("back-up-image.sh"),
  "bootstrap.sh": read("bootstrap.sh"),
  "leave.sh": read("leave.sh"),
});
