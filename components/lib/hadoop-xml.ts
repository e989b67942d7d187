/** A Hadoop configuration file, in the order in which its properties are given. */
export function hadoopXml(properties: Readonly<Record<string, string>>): string {
  const lines = Object.entries(properties).map(
    ([name, value]) => `  <property><name>${escape(name)}</name><value>${escape(value)}</value></property>\n`,
  );
  return `<?xml version="1.0"?>\n<configuration>\n${lines.join("")}</configuration>\n`;
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
