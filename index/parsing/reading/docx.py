def read_docx(data, path): return ''
