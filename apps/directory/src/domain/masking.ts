const double = new Set([
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '司徒',
  '令狐',
  '夏侯',
]);

const stars = (count: number) => '*'.repeat(Math.max(count, 1));

/** 张伟 -> 张*, 欧阳修 -> 欧阳*, Anna -> A***: the family name is enough to greet somebody. */
export function maskName(name: string): string {
  if (name === '') return '';
  const letters = [...name];
  const kept = double.has(letters.slice(0, 2).join('')) ? 2 : 1;
  return letters.slice(0, kept).join('') + stars(letters.length - kept);
}

/** 13812345678 -> 138****5678. */
export const maskPhone = (phone: string): string =>
  phone.length < 8
    ? phone === ''
      ? ''
      : stars(phone.length)
    : `${phone.slice(0, 3)}${stars(phone.length - 7)}${phone.slice(-4)}`;

/** 370101199001011234 -> 3701**********1234. */
export const maskIdNumber = (number: string): string =>
  number.length < 10
    ? number === ''
      ? ''
      : stars(number.length)
    : `${number.slice(0, 4)}${stars(number.length - 8)}${number.slice(-4)}`;

/** anna@example.cn -> a***@example.cn. */
export const maskEmail = (email: string): string => email.replace(/^(.).*(@.*)$/, '$1***$2');

/** Digits as people dial them at home: no spaces, no country code. */
export const plainPhone = (phone: string): string =>
  phone.replace(/[\s()-]/g, '').replace(/^(?:\+|00)86/, '');

/** Mobile numbers, and landlines with area code. */
export const isPhone = (phone: string): boolean => /^(?:1\d{10}|0\d{9,11})$/.test(phone);
