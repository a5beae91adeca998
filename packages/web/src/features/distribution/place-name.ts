import { useLanguage } from '../../i18n/language.ts';

/** The name of an area in the language of the screen. */
export function usePlaceName(): (area: { readonly name: string; readonly nameEn: string }) => string {
  const language = useLanguage();
  return (area) => (language === 'zh' ? area.name : area.nameEn);
}
