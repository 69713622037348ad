"""The collection as a data set: tables with their codebook, made from one list of columns.

``columns`` says what each table has, ``rows`` what stands in it, ``writing`` makes the files and
``checking`` reads them back.
"""

from qa.dataset.checking import check_dataset
from qa.dataset.writing import ParquetMissingError, pack_dataset, write_dataset

__all__ = ["ParquetMissingError", "check_dataset", "pack_dataset", "write_dataset"]
