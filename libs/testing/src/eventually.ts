/**
 * Waits until a condition holds: what `probe` answers, when it is neither undefined, null nor false.
 * @param limit milliseconds after which waiting fails with the probe's last error
 */
export async function eventually<T>(probe: () => Promise<T> | T, limit = 15_000): Promise<NonNullable<T>> {
  const end = Date.now() + limit;
  for (let last: unknown; ;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== null && value !== false) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`did not come true within ${limit} ms`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
