import { readFileSync } from "node:fs";

const read = (file: string): string => readFileSync(new URL(`scripts/${file}`, import.meta.url), "utf8");

/** What pods run besides MLflow. They travel with the manifests, so any image with MLflow will do. */
export const scripts = () => ({ "answers.py": read("answers.py"), "set_up_auth.py": read("set_up_auth.py") });
