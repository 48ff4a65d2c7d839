import { describe, expect, it } from '@jest/globals';
import { disposition } from './file.js';

describe('the name a file is saved under', () => {
  it('is plain ASCII for old readers and the real one, escaped, for all others', () => {
    expect(disposition('漏水 (1).jpg')).toBe(
      `attachment; filename="__ (1).jpg"; filename*=UTF-8''%E6%BC%8F%E6%B0%B4%20%281%29.jpg`,
    );
  });

  it('cannot break out of the header', () => {
    const header = disposition(`a";\r\nset-cookie: x='1'%0d\\.pdf`);
    expect(header).toBe(
      `attachment; filename="a_;__set-cookie: x='1'_0d_.pdf"; filename*=UTF-8''a%22%3B%0D%0Aset-cookie%3A%20x%3D%271%27%250d%5C.pdf`,
    );
  });
});
