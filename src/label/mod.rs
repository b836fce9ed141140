//! Labels and how they are compared: the printed names of rows, columns, tables and sections, and the sentence patterns of
//! facts. Shared by the checker (two items with one label) and the binder (finding them in a document).
