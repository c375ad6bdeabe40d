/**
 * The nodes of a statement's tree that plugins may use, with the fields of each that they may fill.
 * What is not here is refused, so that a new version's syntax is refused until somebody has read it.
 */

/** A field holds nodes wrapped in their kind, one node of a known kind, or a plain value. */
type Field = 'nodes' | 'value' | { kind: string };

const of = (kind: string): Field => ({ kind });

/** Fields written as words: `name` holds a value, `name:` nodes, `name:Kind` one node. */
function shape(text: string): Readonly<Record<string, Field>> {
  const fields: Record<string, Field> = { location: 'value' };
  for (const word of text.trim().split(/\s+/)) {
    const [name = '', kind] = word.split(':');
    fields[name] = kind === undefined ? 'value' : kind === '' ? 'nodes' : of(kind);
  }
  return fields;
}

export const SHAPES: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  SelectStmt: shape(`distinctClause: targetList: fromClause: whereClause: groupClause: groupDistinct
    havingClause: windowClause: valuesLists: sortClause: limitOffset: limitCount: limitOption
    withClause:WithClause op all larg:SelectStmt rarg:SelectStmt`),
  InsertStmt: shape(`relation:RangeVar cols: selectStmt: onConflictClause:OnConflictClause
    returningClause:ReturningClause withClause:WithClause override`),
  UpdateStmt: shape(`relation:RangeVar targetList: whereClause: fromClause:
    returningClause:ReturningClause withClause:WithClause`),
  DeleteStmt: shape(`relation:RangeVar usingClause: whereClause: returningClause:ReturningClause
    withClause:WithClause`),
  ReturningClause: shape('exprs:'),
  OnConflictClause: shape('action infer:InferClause targetList: whereClause:'),
  InferClause: shape('indexElems:'),
  IndexElem: shape('name ordering nulls_ordering'),
  WithClause: shape('ctes:'),
  CommonTableExpr: shape('ctename aliascolnames: ctematerialized ctequery:'),

  RangeVar: shape('relname inh relpersistence alias:Alias'),
  RangeSubselect: shape('lateral subquery: alias:Alias'),
  RangeFunction: shape('lateral ordinality is_rowsfrom functions: alias:Alias'),
  JoinExpr: shape(
    'jointype isNatural larg: rarg: usingClause: join_using_alias:Alias quals: alias:Alias',
  ),
  Alias: shape('aliasname colnames:'),

  ResTarget: shape('name val:'),
  ColumnRef: shape('fields:'),
  A_Star: shape(''),
  ParamRef: shape('number'),
  A_Const: shape('ival:Integer fval:Float boolval:Boolean sval:String isnull'),
  Integer: shape('ival'),
  Float: shape('fval'),
  Boolean: shape('boolval'),
  String: shape('sval'),
  List: shape('items:'),

  A_Expr: shape('kind name: lexpr: rexpr: rexpr_list_start rexpr_list_end'),
  BoolExpr: shape('boolop args:'),
  NullTest: shape('arg: nulltesttype argisrow'),
  BooleanTest: shape('arg: booltesttype'),
  CaseExpr: shape('arg: args: defresult:'),
  CaseWhen: shape('expr: result:'),
  CoalesceExpr: shape('args:'),
  MinMaxExpr: shape('op args:'),
  SubLink: shape('subLinkType testexpr: operName: subselect:'),
  TypeCast: shape('arg: typeName:TypeName'),
  TypeName: shape('names: typmods: typemod arrayBounds:'),
  CollateClause: shape('arg: collname:'),
  SQLValueFunction: shape('op typmod'),
  A_ArrayExpr: shape('elements: list_start list_end'),
  A_Indirection: shape('arg: indirection:'),
  A_Indices: shape('is_slice lidx: uidx:'),
  RowExpr: shape('args: row_format'),
  MultiAssignRef: shape('source: colno ncolumns'),
  SetToDefault: shape(''),

  FuncCall: shape(`funcname: args: agg_order: agg_filter: over:WindowDef agg_star agg_distinct
    agg_within_group funcformat`),
  WindowDef: shape(
    'name refname partitionClause: orderClause: frameOptions startOffset: endOffset:',
  ),
  SortBy: shape('node: sortby_dir sortby_nulls'),
  GroupingSet: shape('kind content:'),
  GroupingFunc: shape('args:'),
};

/** How a refused field or node is called by those who write SQL. */
export const FEATURE_NAMES: Readonly<Record<string, string>> = {
  intoClause: 'INTO in a SELECT',
  lockingClause: 'FOR UPDATE and FOR SHARE',
  recursive: 'WITH RECURSIVE',
  useOp: 'ORDER BY … USING',
  schemaname: 'names with a schema',
  catalogname: 'names with a database',
  func_variadic: 'VARIADIC',
  conname: 'ON CONSTRAINT',
  coldeflist: 'column definition lists',
  setof: 'SETOF',
  pct_type: '%TYPE',
  bsval: 'bit strings',
  CurrentOfExpr: 'CURRENT OF',
  RangeTableSample: 'TABLESAMPLE',
  XmlExpr: 'XML',
};
