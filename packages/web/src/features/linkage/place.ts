import { provinces } from '@daylight/rules/codes/region.ts';
import { useLanguage } from '../../i18n/language.ts';

const names = new Map(provinces.map((each) => [String(each.code), each]));

/** '浙江省' of 330000, '浙江省 330200' of a city in it. */
export function usePlaceName(): (code: string) => string {
  const language = useLanguage();
  return (code) => {
    const province = names.get(code.slice(0, 2));
    const name = language === 'zh' ? province?.nameZh : province?.nameEn;
    return code.endsWith('0000') ? (name ?? code) : `${name ?? ''} ${code}`.trim();
  };
}
