/** Digits as people dial them at home: no separators, no +86; numbers of other countries keep their plus. */
export const plainPhone = (phone: string): string =>
  phone
    .normalize('NFKC')
    .replace(/[\s().·\-‐-―]/g, '')
    .replace(/^(?:\+|00)86/, '')
    .replace(/^00/, '+');

/** Mobile numbers, landlines with area code, and numbers of other countries. */
export const isPhone = (phone: string): boolean => /^(?:1\d{10}|0\d{9,11}|\+[1-9]\d{6,14})$/.test(phone);
