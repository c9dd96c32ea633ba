/** A stylesheet of the widget, minified into the bundle as text (see build.mjs). */
declare module "*.css" {
  const text: string;
  export default text;
}

/** What our tests use of Node's own test runner; saves the dependency on @types/node. */
declare module "node:test" {
  export function test(name: string, run: () => void | Promise<void>): void;
}
declare module "node:assert/strict" {
  const assert: {
    (value: unknown, message?: string): asserts value;
    equal(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    throws(run: () => unknown): void;
  };
  export default assert;
}
