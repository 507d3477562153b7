export interface Interest {
  id: string;
  name: string;
  display_order: number;
}

/** A question with its answers (API §5.7), with MailChimp's own names. */
export interface InterestCategory {
  id: string;
  title: string;
  display_order: number;
  type: 'checkboxes' | 'dropdown' | 'radio' | 'hidden';
  interests: Interest[];
}
