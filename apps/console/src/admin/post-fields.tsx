import { Post, PostSchema } from '@anju/contracts/options';
import { Select } from 'antd';
import { ChoiceField, Field } from '../form/input';
import { numberOf, type Typed } from '../form/typed';
import { useEstates } from '../server/me';
import { usePostWords } from '../words/contract-words';
import { useAdminWords } from './words';

const posts = PostSchema.values
  .map(({ number }) => number as Post)
  .filter((post) => post !== Post.UNSPECIFIED);

/** Which post, and where; the server's rules stand at the request's own fields. */
export function PostFields({ required = false }: { readonly required?: boolean }) {
  const say = useAdminWords();
  const word = usePostWords();
  const estates = useEstates();
  return (
    <>
      <ChoiceField
        name="post"
        label={say('post')}
        required={required}
        options={posts.map((post) => ({ value: post, label: word(post) }))}
      />
      <Field name="estateIds" label={say('estates')} hint={say('estatesHint')}>
        <Select
          mode="multiple"
          options={estates.map(({ id, name }) => ({ value: id, label: name }))}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={say('allEstates')}
          virtual={false}
          allowClear
        />
      </Field>
    </>
  );
}

const listOf = (values: Typed, name: string): string[] => {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};

export const postOf = (values: Typed) => ({
  post: numberOf(values, 'post'),
  estateIds: listOf(values, 'estateIds'),
});
