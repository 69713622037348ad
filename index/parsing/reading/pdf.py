def read_pdf(data, path): return ''
