import { describe, expect, it } from '@jest/globals';
import { isPhone, maskEmail, maskIdNumber, maskName, maskPhone, plainPhone } from './masking.js';
import { checkRegister, readHeadings } from './register.js';

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
    expect(isPhone('13812345678')).toBe(true);
    expect(isPhone('12345')).toBe(false);
  });
});

const estates = new Map([['翠湖', 'e1']]);
const heading = ['小区', '楼栋', '单元', '房号', '面积(㎡)', '姓名', '电话', '身份'];
const { at } = readHeadings(heading);
const rules = (...rows: string[][]) =>
  checkRegister(rows, at, estates).bad.map(({ row, column, rule }) => `${row} ${column} ${rule}`);

describe('a register', () => {
  it('says which columns are missing', () => {
    expect(readHeadings(['小区', '楼栋']).missing).toEqual(['房号', '面积']);
  });

  it('takes good rows, several for one unit', () => {
    const sheet = [
      ['翠湖', '1', '2', '101', '89.50', '张伟', '13812345678', '业主'],
      ['翠湖', '1', '2', '101', '89.5', '李娜', '13812345679', '使用人'],
    ];
    const { rows, bad } = checkRegister(sheet, at, estates);
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
