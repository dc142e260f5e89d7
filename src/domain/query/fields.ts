import type { ValueField } from './ast.ts';
import { foldWord } from './words.ts';

type FieldName = ValueField | 'title' | 'text' | 'after' | 'before' | 'last';

/** Every name a field answers to, folded; French and English are equals. */
const NAMES: Record<FieldName, string> = {
  title: 'title titre',
  text: 'text texte body',
  source: 'source',
  competitor: 'competitor concurrent company entreprise actor acteur',
  topic: 'topic theme',
  event: 'event evenement type',
  lang: 'lang langue language',
  tone: 'tone ton sentiment',
  tag: 'tag etiquette',
  author: 'author auteur',
  site: 'site url',
  is: 'is est',
  after: 'after apres depuis since',
  before: 'before avant',
  last: 'last derniers',
};

const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.split(' ').map((name) => [name, field as FieldName] as const),
  ),
);

/** The field a name stands for: "Thème" → topic. */
export const fieldNamed = (name: string): FieldName | undefined => BY_NAME.get(foldWord(name));
