import { type DemoEstate, random } from './world.ts';

const families = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞鹏浩宇轩梓涵欣怡佳琪思远子豪'];

interface Names {
  pick: () => number;
}

const from = (letters: readonly string[], { pick }: Names) =>
  letters[Math.floor(pick() * letters.length)] ?? '';

const fullName = (names: Names) =>
  from(families, names) + from(given, names) + (names.pick() < 0.6 ? from(given, names) : '');

/** Numbers of a range that no operator gives out: 100 followed by the estate and the unit. */
const phoneOf = (estate: number, unit: number, person: number) =>
  `100${estate}${String(unit).padStart(5, '0')}${person}0`;

/** A register as a property company keeps it, in CSV: some units empty, some with a family, some let. */
export function registerOf(estate: DemoEstate, number: number): string {
  const names: Names = { pick: random(number * 7919) };
  const lines = ['小区,楼栋,单元,房号,面积(㎡),用途,姓名,电话,身份'];
  let unit = 0;
  for (let building = 1; building <= estate.buildings; building++) {
    for (let floor = 1; floor <= estate.floors; floor++) {
      for (let door = 1; door <= estate.perFloor; door++) {
        unit += 1;
        const area = (72 + ((door * 17 + building * 3) % 60) + 0.5 * (floor % 2)).toFixed(2);
        const use = floor === 1 && door === 1 ? '商业' : '住宅';
        const home = `${estate.name},${building}号楼,${door <= 2 ? 1 : 2}单元,${floor}0${door},${area},${use}`;
        lines.push(...residentsOf(names, number, unit).map((person) => `${home},${person}`));
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

function residentsOf(names: Names, estate: number, unit: number): string[] {
  const owner = `${fullName(names)},${phoneOf(estate, unit, 0)},业主`;
  const second = names.pick();
  if (second < 0.06 && unit > 1) return [',,'];
  if (second < 0.3) return [owner, `${fullName(names)},${phoneOf(estate, unit, 1)},共有人`];
  if (second < 0.45) return [owner, `${fullName(names)},${phoneOf(estate, unit, 2)},使用人`];
  return [owner];
}
