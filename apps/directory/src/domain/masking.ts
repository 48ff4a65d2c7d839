// Two-character family names; the rest of a Chinese name is its first character.
const double = new Set(
  `欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容
   仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐
   段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 西门 第五 纳兰 淳于 单于`.split(/\s+/),
);

const stars = (count: number) => '*'.repeat(Math.max(count, 1));

/** 张伟 -> 张*, 欧阳修 -> 欧阳*, Anna -> A***: the family name is enough to greet somebody. */
export function maskName(name: string): string {
  if (name === '') return '';
  const letters = [...name];
  const kept = letters.length > 2 && double.has(letters.slice(0, 2).join('')) ? 2 : 1;
  return letters.slice(0, kept).join('') + stars(letters.length - kept);
}

/** Shows `kept` characters at the front and four at the end; what is too short for that is not shown at all. */
function maskMiddle(text: string, kept: number): string {
  if (text.length < kept + 5) return text === '' ? '' : stars(text.length);
  return text.slice(0, kept) + stars(text.length - kept - 4) + text.slice(-4);
}

/** 13812345678 -> 138****5678. */
export const maskPhone = (phone: string): string => maskMiddle(phone, 3);

/** 370101199001011234 -> 3701**********1234. */
export const maskIdNumber = (number: string): string => maskMiddle(number, 4);

/** anna@example.cn -> a***@example.cn. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return email === '' ? '' : stars(email.length);
  return `${[...email][0] ?? ''}***${email.slice(at)}`;
}
