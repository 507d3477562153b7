export const mergeFieldTypes = [
  'text',
  'number',
  'address',
  'phone',
  'date',
  'url',
  'imageurl',
  'radio',
  'dropdown',
  'birthday',
  'zip',
] as const;

export type MergeFieldType = (typeof mergeFieldTypes)[number];

export interface MergeFieldOptions {
  size?: number;
  phone_format?: string;
  date_format?: string;
  default_country?: number;
  choices?: string[];
}

/** A merge field with MailChimp's own names, in the order they are answered (API §5.6). */
export interface MergeField {
  merge_id: number;
  tag: string;
  name: string;
  type: MergeFieldType;
  required: boolean;
  default_value: string;
  public: boolean;
  display_order: number;
  options: MergeFieldOptions;
  help_text: string;
}

/** The options a field of this type has when nobody chose any. */
export function defaultOptions(type: MergeFieldType): MergeFieldOptions {
  if (type === 'text') return { size: 25 };
  if (type === 'phone') return { phone_format: 'none' };
  if (type === 'date') return { date_format: 'MM/DD/YYYY' };
  if (type === 'birthday') return { date_format: 'MM/DD' };
  if (type === 'address') return { default_country: 164 };
  if (type === 'radio' || type === 'dropdown') return { choices: [] };
  return {};
}

type Essentials = Pick<MergeField, 'merge_id' | 'tag' | 'name' | 'type'>;

export function mergeField(essentials: Essentials, more: Partial<MergeField> = {}): MergeField {
  const { merge_id, tag, name, type } = essentials;
  return {
    merge_id,
    tag,
    name,
    type,
    required: more.required ?? false,
    default_value: more.default_value ?? '',
    public: more.public ?? false,
    display_order: more.display_order ?? merge_id + 1,
    options: { ...defaultOptions(type), ...more.options },
    help_text: more.help_text ?? '',
  };
}

/** The four fields every new audience has. */
export function defaultMergeFields(): MergeField[] {
  return [
    mergeField({ merge_id: 1, tag: 'FNAME', name: 'First Name', type: 'text' }, { public: true }),
    mergeField({ merge_id: 2, tag: 'LNAME', name: 'Last Name', type: 'text' }, { public: true }),
    mergeField({ merge_id: 3, tag: 'ADDRESS', name: 'Address', type: 'address' }),
    mergeField({ merge_id: 4, tag: 'PHONE', name: 'Phone Number', type: 'phone' }),
  ];
}
