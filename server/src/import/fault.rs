//! Why a file can't be imported at all: one sentence a fault, for the person at the keyboard. It says what is wrong, that nothing was
//! imported, and what to do.

/// The fault of a file. Nothing of it was imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// No such file, or no right to read it.
    #[error("打不开文件 {name}（{why}），什么也没有导入：请核对路径，并确认可以读取")]
    Unopened {
        /// Its path.
        name: String,
        /// What the system says.
        why: String,
    },
    /// No byte in it.
    #[error("{name} 是空文件，什么也没有导入：请重新导出或复制一份")]
    Empty {
        /// Its path.
        name: String,
    },
    /// Comma-separated or other text.
    #[error("{name} 是文本文件（CSV），不是 Excel 工作簿，什么也没有导入：请用表格软件打开，另存为 .xlsx 后再导入")]
    Text {
        /// Its path.
        name: String,
    },
    /// A web page with a spreadsheet's extension, as some systems export.
    #[error("{name} 其实是网页格式的表格，什么也没有导入：请用表格软件打开，另存为 .xlsx 后再导入")]
    WebPage {
        /// Its path.
        name: String,
    },
    /// Protected by a password.
    #[error("{name} 设了打开密码，什么也没有导入：请去掉密码后再导入")]
    Encrypted {
        /// Its path.
        name: String,
    },
    /// No workbook, or a broken one.
    #[error("{name} 已损坏，或者不是 Excel 工作簿（.xlsx、.xlsm、.xls），什么也没有导入：请用表格软件打开并另存后再导入")]
    Damaged {
        /// Its path.
        name: String,
    },
    /// Ends in the middle.
    #[error("{name} 已损坏，工作表“{sheet}”读到第 {row} 行就读不下去了，什么也没有导入：请用表格软件打开并另存后再导入")]
    BrokenOff {
        /// Its path.
        name: String,
        /// The sheet.
        sheet: String,
        /// The last row that could be read.
        row: u32,
    },
    /// Too large.
    #[error("{name} 有 {size_mb} MB，超过 {max_mb} MB，什么也没有导入：请分成几个文件导入")]
    TooLarge {
        /// Its path.
        name: String,
        /// How large.
        size_mb: u64,
        /// The limit.
        max_mb: u64,
    },
    /// A cell that no spreadsheet program writes.
    #[error("{name} 里有一个大得不正常的单元格（超过 {max_kb} KB），什么也没有导入：请在表格软件里清空它，再另存后导入")]
    HugeCell {
        /// Its path.
        name: String,
        /// The limit.
        max_kb: usize,
    },
    /// Unfolds to more than can be read.
    #[error("{name} 展开后超过 {max_mb} MB，什么也没有导入：请分成几个文件导入")]
    Unfolds {
        /// Its path.
        name: String,
        /// The limit.
        max_mb: u64,
    },
    /// Read to its end before, and not any more: somebody has written to it or taken it away.
    #[error("{name} 在导入过程中被改写或移走了，已导入 {imported} 条，其余没有写入：请等文件不再变动后再导入一次，已导入的不会重复")]
    ChangedMeanwhile {
        /// Its path.
        name: String,
        /// What is in the ledger now.
        imported: u32,
    },
    /// No sheet has a header row.
    #[error(
        "{name} 里没有找到表头，什么也没有导入：前 {rows} 行中应有一行写着“单位名称”“地址”“社区”“场所类型”这样的列名，请补上；列名不同的话请用 --map 说明"
    )]
    NoHeader {
        /// Its path.
        name: String,
        /// How many rows were looked at.
        rows: usize,
    },
    /// The header lacks a column without which nothing can be placed.
    #[error("工作表“{sheet}”第 {row} 行的表头里没有“{column}”这一列，什么也没有导入：请补上，或用 --map 说明哪一列是它")]
    ColumnMissing {
        /// The sheet.
        sheet: String,
        /// The header row.
        row: u32,
        /// Its name.
        column: &'static str,
    },
    /// A header, and nothing below it.
    #[error("{name} 只有表头，没有数据，什么也没有导入：请确认选对了文件")]
    NoRows {
        /// Its path.
        name: String,
    },
    /// The map file can't be read.
    #[error("--map 文件 {name} 读不懂，什么也没有导入：请写成 JSON 或 YAML，一行一个“列名: 字段”（{why}）")]
    BadMap {
        /// Its path.
        name: String,
        /// What the reader says.
        why: String,
    },
    /// The map names a field that there is none of.
    #[error("--map 里的字段“{field}”不存在，什么也没有导入：请改用其中之一：{known}")]
    UnknownField {
        /// What was named.
        field: String,
        /// What could be.
        known: String,
    },
    /// The map names a column that no header has.
    #[error("--map 里的列“{column}”在表头里没有找到，什么也没有导入：请照表头的写法填写列名")]
    UnknownColumn {
        /// What was named.
        column: String,
    },
    /// Nearly every row has something: the columns are probably not what they were taken for.
    #[error("{name} 里要人工处理的问题超过 {max} 条，多半是列认错了，什么也没有导入：请核对表头，或用 --map 说明")]
    TooManyNotes {
        /// Its path.
        name: String,
        /// The limit.
        max: usize,
    },
    /// There is nowhere to put them.
    #[error("还没有社区，什么也没有导入：请先用 xunan admin add-community 建好社区和网格，再导入台账")]
    NoCommunity,
}
