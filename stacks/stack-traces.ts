/**
 * Pulumi's program runner rewrites each stack trace by source maps, and its SDK takes a trace with every promise that it
 * makes: a quarter of what a preview of this program computes. Our sources need no maps: Node takes the types out of them
 * in place, and lines and columns stay what they are.
 */
Reflect.deleteProperty(Error, "prepareStackTrace");
