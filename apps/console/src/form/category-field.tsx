import { AutoComplete } from 'antd';
import { pinyin } from '../words/pinyin';
import { useCategoryWords } from '../words/contract-words';
import { Field } from './input';

/** A category by its Chinese or English word or first letters of pinyin; any other word is taken, too. */
export function CategoryField(field: {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}) {
  const { options } = useCategoryWords();
  return (
    <Field {...field}>
      <AutoComplete
        options={options.map((one) => ({ ...one, search: `${one.search} ${pinyin(one.value)}` }))}
        showSearch={{
          filterOption: (text, option) => (option?.search ?? '').includes(text.trim().toLowerCase()),
        }}
        virtual={false}
      />
    </Field>
  );
}
