import { describe, expect, it } from '@jest/globals';
import { maskEmail, maskIdNumber, maskName, maskPhone } from './masking.js';
import { isPhone, plainPhone } from './phone.js';
import { readHeadings } from './register.js';
import { RegisterCheck } from './register-check.js';
import { type KnownPerson, planRegister, type Standing, type Tie, type Unit } from './register-plan.js';
import { unitWords } from './unit-words.js';

describe('masking', () => {
  it.each([
    ['张伟', '张*'],
    ['欧阳修远', '欧阳**'],
    ['Anna', 'A***'],
    ['李', '李*'],
    ['', ''],
  ])('a name %s shows as %s', (name, shown) => expect(maskName(name)).toBe(shown));

  it('keeps the ends of numbers and the host of an address', () => {
    expect(maskPhone('13812345678')).toBe('138****5678');
    expect(maskIdNumber('370101199001011234')).toBe('3701**********1234');
    expect(maskEmail('anna@example.cn')).toBe('a***@example.cn');
  });

  it('reads phones as they are dialled at home', () => {
    expect(plainPhone('+86 138-1234-5678')).toBe('13812345678');
    expect(plainPhone('０１０-6234 5678')).toBe('01062345678');
    expect(plainPhone('0044 20 7946 0958')).toBe('+442079460958');
    expect(isPhone('13812345678')).toBe(true);
    expect(isPhone('12345')).toBe(false);
  });
});

const estates = new Map([['翠湖', 'e1']]);
const heading = ['小区', '楼栋', '单元', '房号', '面积(㎡)', '姓名', '电话', '身份'];
const { at } = readHeadings(heading);
function checked(...rows: string[][]): RegisterCheck {
  const check = new RegisterCheck(at, estates);
  rows.forEach((row) => check.add(row));
  return check;
}

const rules = (...rows: string[][]) =>
  checked(...rows).bad.map(({ row, column, rule }) => `${row} ${column} ${rule}`);

describe('a register', () => {
  it('says which columns are missing', () => {
    expect(readHeadings(['小区', '楼栋']).missing).toEqual(['房号', '面积']);
  });

  it('takes good rows, several for one unit', () => {
    const sheet = [
      ['翠湖', '1', '2', '101', '89.50', '张伟', '13812345678', '业主'],
      ['翠湖', '1', '2', '101', '89.5', '李娜', '13812345679', '使用人'],
    ];
    const { rows, bad } = checked(...sheet);
    expect(bad).toEqual([]);
    expect(rows[0]).toMatchObject({
      estateId: 'e1',
      building: '1',
      number: '2-101',
      areaCentiM2: 8950,
      kind: 'owner',
    });
    expect(rows[1]?.kind).toBe('occupant');
  });

  it('names row, column and rule of everything that is wrong', () => {
    expect(rules(['无名', '', '', '101', 'x', '', '123', '房客'])).toEqual([
      '2 小区 known',
      '2 楼栋 required',
      '2 面积 area',
      '2 身份 known',
      '2 电话 phone',
      '2 姓名 required',
    ]);
  });

  it('refuses areas that contradict each other, repeats and formulas', () => {
    const row = ['翠湖', '1', '', '101', '80', '张伟', '13812345678', ''];
    expect(rules(row, row)).toEqual(['3 姓名 unique']);
    expect(rules(row, ['翠湖', '1', '', '101', '81', '李娜', '', ''])).toEqual(['3 面积 same_unit']);
    expect(rules(['翠湖', '=1+1', '', '101', '80', '', '', ''])).toEqual(['2 楼栋 no_formula']);
  });

  it('passes over empty rows and still counts them', () => {
    expect(rules(['', '', '', '', '', '', '', ''], ['翠湖', '1', '', '', '80', '', '', ''])).toEqual([
      '3 房号 required',
    ]);
  });
});

describe('searching units', () => {
  it.each(['1号楼-1单元-101室', '1栋1单元101', '１-１-101', ' 1 1 101 '])(
    'finds 1-1-101 when somebody types %s',
    (typed) => expect(unitWords(typed)).toBe('1-1-101'),
  );
});

const unit: Unit = {
  id: 'u1',
  estateId: 'e1',
  building: '1',
  number: '101',
  areaCentiM2: 8000,
  use: 'residential',
};
const zhang: KnownPerson = { id: 'p1', name: '张伟', phoneHash: '#13812345678', email: '', idNumber: '' };
const tie: Tie = { personId: 'p1', unitId: 'u1', estateId: 'e1', kind: 'owner' };
const standing: Standing = {
  units: new Map([[JSON.stringify(['e1', '1', '101']), unit]]),
  persons: [zhang],
  ties: [tie],
};

function plan(...rows: string[][]) {
  let last = 0;
  const tools = { newId: () => `new${++last}`, phoneHash: (phone: string) => `#${phone}` };
  return planRegister(checked(...rows).rows, standing, tools);
}

const row = (area: string, name: string, phone: string, kind = '业主', number = '101') => [
  '翠湖',
  '1',
  '',
  number,
  area,
  name,
  phone,
  kind,
];

describe('importing a register that is there already', () => {
  it('changes nothing when nothing is different', () => {
    expect(plan(row('80', '张伟', '138 1234 5678'))).toEqual({
      newUnits: [],
      changedUnits: [],
      newBuildings: 0,
      persons: [],
      ties: [],
    });
  });

  it('knows a resident by phone, also in a new home, and takes a new name', () => {
    const { persons, ties, newUnits } = plan(row('80', '张大伟', '13812345678', '业主', '102'));
    expect(newUnits).toHaveLength(1);
    expect(persons).toMatchObject([{ id: 'p1', known: true, name: '张大伟' }]);
    expect(ties).toMatchObject([{ personId: 'p1', unitId: newUnits[0]?.id, kind: 'owner' }]);
  });

  it('takes somebody of the same name with another phone for somebody else', () => {
    const { persons } = plan(row('80', '张伟', '13900000000'));
    expect(persons).toMatchObject([{ known: false, name: '张伟', phone: '13900000000' }]);
  });

  it('writes a changed area and a changed kind of tie, and nothing more', () => {
    const { changedUnits, ties, persons } = plan(row('81.5', '张伟', '13812345678', '使用人'));
    expect(changedUnits).toMatchObject([{ id: 'u1', areaCentiM2: 8150 }]);
    expect(ties).toMatchObject([{ personId: 'p1', unitId: 'u1', kind: 'occupant' }]);
    expect(persons).toEqual([]);
  });
});
