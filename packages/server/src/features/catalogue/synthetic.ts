/** Written in 备注 of every generated row; the importer marks such items as synthetic. */
export const SYNTHETIC_NOTE = '合成数据';
/** Ends every invented manufacturer's name, so that no screen shows it as a real firm. */
export const SYNTHETIC_MARK = '（合成）';
